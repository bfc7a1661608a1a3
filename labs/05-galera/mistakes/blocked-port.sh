#!/bin/bash
# A firewall that knows of port 3306 only.
set -euo pipefail

nft add table inet firewall
nft add chain inet firewall input '{ type filter hook input priority 0; }'
nft add rule inet firewall input 'tcp dport 4567 drop'
nft add rule inet firewall input 'tcp sport 4567 drop'
timeout 60 bash -c "until mariadb -NBe \"show status like 'wsrep_cluster_status'\" | grep -q non-Primary; do sleep 0.5; done"
