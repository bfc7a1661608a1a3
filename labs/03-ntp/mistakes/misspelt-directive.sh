#!/bin/bash
# One word that chronyd does not know, and it does not start at all.
set -euo pipefail

sed -i 's/^server /sever /' /etc/chrony/chrony.conf
systemctl restart chrony || true
