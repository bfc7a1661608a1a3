#!/bin/bash
# Without a multiplier each host that answers is worth 1 point, and the stickiness is worth 100.
set -euo pipefail

crm_resource --resource reach --delete-parameter multiplier
timeout 60 bash -c 'until [ "$(crm_mon -1A | grep -c "pingd .*: 1 *$")" = 3 ]; do sleep 1; done'
