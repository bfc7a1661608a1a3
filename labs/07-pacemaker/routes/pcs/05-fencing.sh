#!/bin/bash
# One device a controller under names of its own; a map instead of a list of hosts, and no rule on where they run.
set -euo pipefail

[ "$(hostname)" = controller2 ] || exit 0

for number in 1 2 3; do
  pcs stonith config "bmc$number" > /dev/null 2>&1 ||
    pcs stonith create "bmc$number" fence_redfish \
      ip={{labHost}} ipport={{bmcPort}} username=admin password={{bmcPassword}} ssl_insecure=1 \
      systems_uri="/redfish/v1/Systems/controller$number" pcmk_host_map="controller$number:$number" \
      op monitor interval=120s timeout=30s
done
pcs property set stonith-enabled=true
timeout 90 bash -c 'until [ "$(crm_mon -1 | grep -c "stonith:fence_redfish.*Started")" = 3 ]; do sleep 1; done' ||
  { echo 'not all fence devices are started after 90 s' >&2; crm_mon -1 >&2; exit 1; }
