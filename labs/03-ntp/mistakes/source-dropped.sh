#!/bin/bash
# The configuration is right, and the packet filter throws the questions away.
set -euo pipefail

nft -f - <<'RULES'
table inet hardening
delete table inet hardening
table inet hardening {
  chain output {
    type filter hook output priority filter; policy accept;
    udp dport {{timePort}} drop
  }
}
RULES
systemctl restart chrony
