#!/bin/bash
# The virtual address, with other times.
set -euo pipefail

[ "$(hostname)" = controller2 ] || exit 0

pcs resource config vip > /dev/null 2>&1 ||
  pcs resource create vip ocf:heartbeat:IPaddr2 ip={{vip}} cidr_netmask=24 op monitor interval=30s
timeout 60 bash -c 'until crm_resource --locate --resource vip 2>/dev/null | grep -q "running on"; do sleep 1; done' ||
  { echo 'the virtual address is not started after 60 s' >&2; crm_mon -1 >&2; exit 1; }
