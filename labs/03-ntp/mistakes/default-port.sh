#!/bin/bash
# The right server, asked at the port that every other time server has.
set -euo pipefail

sed -i 's/^server .*/server {{labHost}} iburst minpoll 2 maxpoll 4/' /etc/chrony/chrony.conf
systemctl restart chrony
