#!/bin/bash
# The virtual address of the API, held by one controller at a time.
set -euo pipefail

[ "$(hostname)" = controller1 ] || exit 0

cat > /run/quorate-vip.crm <<'CRM'
primitive vip ocf:heartbeat:IPaddr2 \
  params ip={{vip}} cidr_netmask=24 \
  op monitor interval=10s timeout=20s
CRM
trap 'rm -f /run/quorate-vip.crm' EXIT
crm -F configure load update /run/quorate-vip.crm

timeout 60 bash -c 'until crm_resource --locate --resource vip 2>/dev/null | grep -q "running on"; do sleep 1; done' ||
  { echo 'the virtual address is not started after 60 s' >&2; crm_mon -1 >&2; exit 1; }
