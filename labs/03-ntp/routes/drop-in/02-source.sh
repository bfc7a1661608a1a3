#!/bin/bash
# A file of its own in sources.d, which chronyd reads without a restart.
set -euo pipefail

sed -i -E 's/^pool /# pool /' /etc/chrony/chrony.conf
echo 'server {{labHost}} port {{timePort}} iburst minpoll 3 maxpoll 5' > /etc/chrony/sources.d/lab.sources

systemctl restart chrony
timeout 30 bash -c "until chronyc -n -c sources | grep -q '^^,[*+-],{{labHost}},'; do sleep 0.2; done"
