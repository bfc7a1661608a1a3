#!/bin/bash
# The cluster network instead of the management network.
set -euo pipefail

sed -i 's|^allow.*|allow {{prefix}}.1.0/24|' /etc/chrony/chrony.conf
systemctl restart chrony
