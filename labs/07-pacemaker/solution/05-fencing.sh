#!/bin/bash
# One fence device for each controller: its BMC, which speaks Redfish. None runs on the machine that it switches off.
set -euo pipefail

[ "$(hostname)" = controller1 ] || exit 0

for name in controller1 controller2 controller3; do
  cat <<CRM
primitive fence-$name stonith:fence_redfish \\
  params ip={{labHost}} ipport={{bmcPort}} username=admin password={{bmcPassword}} ssl_insecure=1 \\
    systems_uri=/redfish/v1/Systems/$name pcmk_host_list=$name pcmk_reboot_timeout=60s \\
  op monitor interval=60s timeout=30s
location fence-$name-elsewhere fence-$name -inf: $name
CRM
done > /run/quorate-fencing.crm
trap 'rm -f /run/quorate-fencing.crm' EXIT
chmod 600 /run/quorate-fencing.crm

crm -F configure load update /run/quorate-fencing.crm
crm configure property stonith-enabled=true stonith-timeout=60s

timeout 60 bash -c 'until [ "$(crm_mon -1 | grep -c "stonith:fence_redfish.*Started")" = 3 ]; do sleep 1; done' ||
  { echo 'not all fence devices are started after 60 s' >&2; crm_mon -1 >&2; exit 1; }
