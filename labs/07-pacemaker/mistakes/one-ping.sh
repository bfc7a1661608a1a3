#!/bin/bash
# Written without a clone: one controller pings, and the cluster knows of that one only.
set -euo pipefail

crm --force configure delete reach-everywhere
timeout 60 bash -c 'until [ "$(crm_mon -1A | grep -c "pingd .*: 1000")" = 1 ]; do sleep 1; done'
