#!/bin/bash
# The other two controllers as peers, and one of the three to lead when nobody knows the time.
set -euo pipefail

sed -i -E '/^(peer|local) /d' /etc/chrony/chrony.conf
for name in controller1 controller2 controller3; do
  if [ "$name" != "$(hostname)" ]; then echo "peer $name minpoll 2 maxpoll 4" >> /etc/chrony/chrony.conf; fi
done
echo 'local stratum 10 orphan' >> /etc/chrony/chrony.conf

systemctl restart chrony
timeout 30 bash -c "until chronyc -n -c sources | grep -q '^^,[*+-],{{labHost}},'; do sleep 0.2; done"
