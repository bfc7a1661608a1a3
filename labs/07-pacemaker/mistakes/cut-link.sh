#!/bin/bash
# The firewall knows of the first network only.
set -euo pipefail

nft -f - <<'NFT'
table inet filter {
  chain input { type filter hook input priority filter; ip daddr {{controller3Cluster}} udp dport 5405-5412 drop; }
}
NFT
timeout 30 bash -c 'until corosync-cfgtool -s | grep -q disconnected; do sleep 0.5; done'
