#!/bin/bash
# The properties with pcs.
set -euo pipefail

[ "$(hostname)" = controller2 ] || exit 0

pcs property set pe-warn-series-max=1000 pe-input-series-max=1000 pe-error-series-max=1000 \
  cluster-recheck-interval=300s load-threshold=800%
pcs resource defaults update resource-stickiness=100
