#!/bin/bash
# The cluster's properties: one command for the whole cluster, from whichever controller.
set -euo pipefail

[ "$(hostname)" = controller1 ] || exit 0

crm configure property \
  pe-warn-series-max=1000 pe-input-series-max=1000 pe-error-series-max=1000 \
  cluster-recheck-interval=5min
# Pacemaker sees the load of the whole lab host, and would otherwise wait for it to go down.
crm configure property load-threshold=1000% node-action-limit=8
crm configure rsc_defaults resource-stickiness=100 migration-threshold=3 failure-timeout=60s
