#!/bin/bash
# Somebody changed the password of a BMC and did not tell the cluster.
set -euo pipefail

crm_resource --resource fence-controller1 --set-parameter password --parameter-value changed-meanwhile
timeout 60 bash -c 'until crm_mon -1 | grep -q "fence-controller1 start on"; do sleep 1; done'
