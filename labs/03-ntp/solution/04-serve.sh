#!/bin/bash
# Every machine on the management network may ask for the time.
set -euo pipefail

sed -i -E '/^allow/d' /etc/chrony/chrony.conf
echo 'allow {{prefix}}.0.0/24' >> /etc/chrony/chrony.conf

systemctl restart chrony
timeout 30 bash -c "until chronyc -n -c sources | grep -q '^^,[*+-],{{labHost}},'; do sleep 0.2; done"
