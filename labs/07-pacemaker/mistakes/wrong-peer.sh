#!/bin/bash
# One digit of another controller's address: this one looks for controller1 where nobody is.
set -euo pipefail

timeout 60 systemctl stop pacemaker corosync
sed -i 's/ring0_addr: {{controller1}}$/ring0_addr: {{prefix}}.0.21/' /etc/corosync/corosync.conf
systemctl start corosync pacemaker
