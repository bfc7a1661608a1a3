#!/bin/bash
# Somebody tried a longer time-out on one controller.
set -euo pipefail

timeout 60 systemctl stop pacemaker corosync
sed -i 's/token: 3000/token: 10000/' /etc/corosync/corosync.conf
systemctl start corosync pacemaker
