#!/bin/bash
# After the experiments a database answers at the VIP.
set -euo pipefail

timeout 90 bash -c 'until timeout 3 mariadb -h {{vip}} -u openstack -p{{dbPassword}} -e "select 1" >/dev/null 2>&1; do sleep 1; done' ||
  { echo 'no database at the VIP after 90 s' >&2; exit 1; }
