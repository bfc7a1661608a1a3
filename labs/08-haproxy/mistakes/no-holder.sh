#!/bin/bash
# The VIP was stopped for some work, and stayed so.
set -euo pipefail

crm resource stop vip
timeout 60 bash -c 'while crm_resource --locate --resource vip 2>/dev/null | grep -q "running on"; do sleep 0.5; done'
