#!/bin/bash
# All three stopped for maintenance, then started like any other service: each looks for a cluster to join.
set -euo pipefail

systemctl stop mariadb
# Until all three are down.
for peer in {{controller1Cluster}} {{controller2Cluster}} {{controller3Cluster}}; do
  timeout 60 bash -c "while nc -z $peer 4567; do sleep 0.2; done"
done
sleep 5
systemctl start mariadb || true
