#!/bin/bash
# The guide's properties were passed over.
set -euo pipefail

for name in pe-warn-series-max pe-input-series-max pe-error-series-max cluster-recheck-interval; do
  crm_attribute --type crm_config --name "$name" --delete --quiet
done
