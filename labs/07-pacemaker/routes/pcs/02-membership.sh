#!/bin/bash
# pcs on one controller writes the file, makes the key and brings both to the others. Link 0 is the cluster network.
set -euo pipefail

if [ "$(hostname)" = controller1 ] && ! [ -s /etc/corosync/authkey ]; then
  timeout 60 bash -c 'until nc -z controller2 2224 && nc -z controller3 2224; do sleep 0.5; done' ||
    { echo 'pcsd does not answer on the other controllers' >&2; exit 1; }
  timeout 60 pcs host auth -u hacluster -p '{{clusterPassword}}' \
    controller1 addr={{controller1}} controller2 addr={{controller2}} controller3 addr={{controller3}}
  timeout 60 pcs cluster setup {{pacemakerName}} \
    controller1 addr={{controller1Cluster}} addr={{controller1}} \
    controller2 addr={{controller2Cluster}} addr={{controller2}} \
    controller3 addr={{controller3Cluster}} addr={{controller3}} \
    transport knet crypto cipher=aes128 hash=sha512
  timeout 120 pcs cluster enable --all
  timeout 120 pcs cluster start --all
fi

timeout 150 bash -c 'until crm_mon -1 2>/dev/null | grep -q "Online: \[ controller1 controller2 controller3 \]"; do sleep 1; done' ||
  { echo 'the three controllers are not online together after 150 s' >&2; exit 1; }
