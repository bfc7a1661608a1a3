#!/bin/bash
# Taken out of the cluster's hands for a moment.
set -euo pipefail

crm_resource --resource vip --meta --set-parameter is-managed --parameter-value false
