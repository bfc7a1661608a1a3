#!/bin/bash
# The configuration was copied and the key was not: corosync does not even start.
set -euo pipefail

timeout 60 systemctl stop pacemaker corosync
rm /etc/corosync/authkey
! timeout 60 systemctl start corosync
