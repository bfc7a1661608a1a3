#!/bin/bash
# A digit slipped. The peers hide it: this controller has the time from them.
set -euo pipefail

sed -i 's/^server .*/server {{prefix}}.0.99 port {{timePort}} iburst minpoll 2 maxpoll 4/' /etc/chrony/chrony.conf
systemctl restart chrony
