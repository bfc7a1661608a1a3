#!/bin/bash
# Every controller pings the lab host, and the address prefers those that get an answer.
set -euo pipefail

[ "$(hostname)" = controller1 ] || exit 0

cat > /run/quorate-reach.crm <<'CRM'
primitive reach ocf:pacemaker:ping \
  params host_list={{labHost}} multiplier=1000 dampen=5s \
  op monitor interval=10s timeout=60s
clone reach-everywhere reach
location vip-where-reachable vip rule pingd: defined pingd
CRM
trap 'rm -f /run/quorate-reach.crm' EXIT
crm -F configure load update /run/quorate-reach.crm

timeout 60 bash -c 'until [ "$(crm_mon -1A | grep -c "pingd .*: 1000")" = 3 ]; do sleep 1; done' ||
  { echo 'the cluster does not know of all three that they reach the lab host, after 60 s' >&2; crm_mon -1A >&2; exit 1; }
