#!/bin/bash
# Only Quorate can roll the lab back. What a controller can do is measure again: this does not rely on the script of the
# second task, which a learner may have done in another way.
set -euo pipefail

for a in {{controller1}} {{controller2}} {{controller3}} \
  {{controller1Cluster}} {{controller2Cluster}} {{controller3Cluster}}
do
  hostname -I | grep -qwF "$a" || ping -n -q -c 10 -i 0.05 -w 5 "$a"
done > /root/after.txt
