#!/bin/bash
# HAProxy is placed by the VIP instead of the VIP by HAProxy.
set -euo pipefail

crm configure delete vip-with-haproxy
crm configure colocation haproxy-with-vip inf: haproxy-clone vip
timeout 60 bash -c 'until [ "$(crm_resource --locate --resource haproxy-clone 2>/dev/null | grep -c "running on")" = 1 ]; do sleep 0.5; done'
