#!/bin/bash
# The file is right, and the daemon that runs has never read it.
set -euo pipefail

sed -i 's/^server .*/server {{labHost}} iburst minpoll 2 maxpoll 4/' /etc/chrony/chrony.conf
systemctl restart chrony
sed -i 's/^server .*/server {{labHost}} port {{timePort}} iburst minpoll 2 maxpoll 4 prefer/' /etc/chrony/chrony.conf
