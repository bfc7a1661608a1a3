#!/bin/bash
# A firewall that knows nothing of the cluster, as it is after a boot.
set -euo pipefail

timeout 60 systemctl stop pacemaker corosync
nft -f - <<'NFT'
table inet filter {
  chain input { type filter hook input priority filter; udp dport 5405-5412 drop; }
}
NFT
systemctl start corosync pacemaker
