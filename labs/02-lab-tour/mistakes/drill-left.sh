#!/bin/bash
# A rule of the drill is still there: pings pass, and the database would not.
set -euo pipefail

nft -f - <<'RULES'
table inet drill
delete table inet drill
table inet drill {
  chain input {
    type filter hook input priority filter; policy accept;
    tcp dport 3306 drop
  }
}
RULES
