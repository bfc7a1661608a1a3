#!/bin/bash
# Stopped for a repair, and forgotten.
set -euo pipefail

crm resource stop volume
timeout 60 bash -c 'until crm_resource --locate --resource volume 2>&1 | grep -q "NOT running"; do sleep 1; done'
