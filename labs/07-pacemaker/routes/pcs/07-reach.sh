#!/bin/bash
# Another name for the attribute, and fixed points for whoever reaches the lab host.
set -euo pipefail

[ "$(hostname)" = controller2 ] || exit 0

pcs resource config reach > /dev/null 2>&1 ||
  pcs resource create reach ocf:pacemaker:ping host_list={{labHost}} name=users dampen=5s \
    op monitor interval=10s timeout=60s clone
pcs constraint location config resources vip --full | grep 'Constraint: vip-to-users' > /dev/null ||
  pcs constraint location vip rule constraint-id=vip-to-users score=500 users gt 0

timeout 60 bash -c 'until [ "$(crm_mon -1A | grep -c "users .*: 1 *$")" = 3 ]; do sleep 1; done' ||
  { echo 'the cluster does not know of all three that they reach the lab host, after 60 s' >&2; crm_mon -1A >&2; exit 1; }
