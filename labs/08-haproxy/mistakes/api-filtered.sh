#!/bin/bash
# A packet filter lets nobody in to the API of this controller.
set -euo pipefail

nft -f - <<'RULES'
table inet filter {
  chain input {
    type filter hook input priority filter
    iif != lo tcp dport 8774 drop
  }
}
RULES
for name in controller2 controller3; do
  timeout 60 ssh "$name" 'until echo "show stat" | socat - /run/haproxy/admin.sock | grep -q "^api,controller1,.*,DOWN,"; do sleep 0.5; done'
done
