#!/bin/bash
# The file of the guide: one address each.
set -euo pipefail

sed -i '/ring1_addr/d' /etc/corosync/corosync.conf
