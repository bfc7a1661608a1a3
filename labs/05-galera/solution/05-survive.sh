#!/bin/bash
# All three serve again after the experiments.
set -euo pipefail

systemctl kill --signal=CONT mariadb || true
systemctl start mariadb

synced() { timeout 5 mariadb -NBe "show status like 'wsrep_local_state_comment'" 2>/dev/null | grep -q Synced; }
until synced; do
  if ((SECONDS > 90)); then echo 'not Synced after 90 s' >&2; exit 1; fi
  sleep 0.2
done
