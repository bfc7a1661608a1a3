#!/bin/bash
# The lab host's source was added, and Debian's pool was left beside it.
set -euo pipefail

echo 'pool 2.debian.pool.ntp.org iburst' >> /etc/chrony/chrony.conf
systemctl restart chrony
