#!/bin/bash
# After the experiments with the database all three are up again, and one answers at the VIP.
set -euo pipefail

timeout 90 bash -c 'until echo "show stat" | socat - /run/haproxy/admin.sock | grep -c "^galera,controller.,.*,UP," | grep -qx 3 &&
  timeout 2 mariadb -h {{vip}} -u openstack -p{{dbPassword}} -e "select 1" >/dev/null 2>&1; do sleep 1; done' ||
  { echo 'no database at the VIP after 90 s' >&2; exit 1; }
