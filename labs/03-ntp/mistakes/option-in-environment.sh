#!/bin/bash
# The option in the unit's environment: the file that the unit reads as well overrides it.
set -euo pipefail

sed -i -E 's/^DAEMON_OPTS=.*/DAEMON_OPTS="-F 1"/' /etc/default/chrony
mkdir -p /etc/systemd/system/chrony.service.d
printf '[Service]\nEnvironment="DAEMON_OPTS=-F 1 -x"\n' > /etc/systemd/system/chrony.service.d/container.conf
systemctl daemon-reload
systemctl restart chrony || true
