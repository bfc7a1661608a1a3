#!/bin/bash
# The lab host's time source in place of Debian's pool.
set -euo pipefail

sed -i -E '/^(pool|server) /d' /etc/chrony/chrony.conf
echo 'server {{labHost}} port {{timePort}} iburst minpoll 2 maxpoll 4 prefer' >> /etc/chrony/chrony.conf

systemctl restart chrony
timeout 30 bash -c "until chronyc -n -c sources | grep -q '^^,[*+-],{{labHost}},'; do sleep 0.2; done"
