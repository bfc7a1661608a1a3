#!/bin/bash
# A packet filter lets nobody in to the health check.
set -euo pipefail

nft -f - <<'RULES'
table inet filter {
  chain input {
    type filter hook input priority filter
    iif != lo tcp dport 9200 drop
  }
}
RULES
timeout 60 ssh controller1 'until echo "show stat" | socat - /run/haproxy/admin.sock | grep -q "controller2,.*,DOWN,"; do sleep 0.5; done'
timeout 60 ssh controller3 'until echo "show stat" | socat - /run/haproxy/admin.sock | grep -q "controller2,.*,DOWN,"; do sleep 0.5; done'
