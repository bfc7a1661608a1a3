#!/bin/bash
# Pings an address that nobody has: the router that was meant has another one.
set -euo pipefail

crm_resource --resource reach --set-parameter host_list --parameter-value {{prefix}}.0.99
timeout 60 bash -c 'until [ "$(crm_mon -1A | grep -c "pingd .*: 0")" = 3 ]; do sleep 1; done'
