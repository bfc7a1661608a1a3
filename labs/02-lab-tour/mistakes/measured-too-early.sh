#!/bin/bash
# Measured again while the cluster network of controller3 was still cut off.
set -euo pipefail

nft -f - <<'RULES'
table inet drill {
  chain output {
    type filter hook output priority filter; policy accept;
    ip daddr {{controller3Cluster}} drop
  }
}
RULES
sh /root/measure.sh > /root/after.txt || true
nft delete table inet drill
