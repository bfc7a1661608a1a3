#!/bin/bash
# All three files say it, and no corosync has read it.
set -euo pipefail

sed -i 's/token: 3000/token: 5000/' /etc/corosync/corosync.conf
