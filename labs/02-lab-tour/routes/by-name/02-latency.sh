#!/bin/bash
# By name where there is one, and with every packet.
set -euo pipefail

for target in controller1 controller2 controller3 \
  {{controller1Cluster}} {{controller2Cluster}} {{controller3Cluster}}
do
  ping -c 5 -i 0.05 -w 5 "$target"
done > /root/baseline.txt
