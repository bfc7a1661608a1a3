#!/bin/bash
# Somebody wanted to look at a crashed server before systemd starts it again.
set -euo pipefail

mkdir -p /etc/systemd/system/mariadb.service.d
printf '[Service]\nRestart=no\n' > /etc/systemd/system/mariadb.service.d/restart.conf
systemctl daemon-reload
