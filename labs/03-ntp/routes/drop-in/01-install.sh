#!/bin/bash
# The option in a drop-in of the unit instead of /etc/default/chrony.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq chrony

if systemd-detect-virt --quiet --container; then
  mkdir -p /etc/systemd/system/chrony.service.d
  cat > /etc/systemd/system/chrony.service.d/container.conf <<'UNIT'
[Service]
ExecStart=
ExecStart=!/usr/sbin/chronyd $DAEMON_OPTS -x
UNIT
fi
systemctl daemon-reload
systemctl enable --quiet chrony
systemctl restart chrony
