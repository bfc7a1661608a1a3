#!/bin/bash
# Cloned, as if more of it were better.
set -euo pipefail

crm configure clone volume-everywhere volume
timeout 60 bash -c 'until [ "$(crm_resource --locate --resource volume 2>/dev/null | grep -c "running on")" = 3 ]; do sleep 1; done'
