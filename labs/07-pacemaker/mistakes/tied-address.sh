#!/bin/bash
# Tied to one controller, on which it ran so well.
set -euo pipefail

crm configure location vip-home vip rule -inf: '#uname' ne controller3
timeout 60 bash -c 'until crm_resource --locate --resource vip | grep -q "controller3"; do sleep 1; done'
