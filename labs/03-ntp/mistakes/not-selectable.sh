#!/bin/bash
# The peers are watched and never followed: an example for monitoring was copied.
set -euo pipefail

sed -i -E 's/^(peer .*)$/\1 noselect/' /etc/chrony/chrony.conf
systemctl restart chrony
timeout 30 bash -c "until chronyc -n -c sources | grep -q '^^,[*+-],{{labHost}},'; do sleep 0.2; done"
