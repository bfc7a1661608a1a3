#!/bin/bash
# Pacemaker runs HAProxy on every controller, and the VIP only where HAProxy runs.
set -euo pipefail

# One master only: what Pacemaker starts, systemd does not start as well.
systemctl disable --quiet haproxy

if [ "$(hostname)" = controller1 ]; then
  cat > /run/quorate-haproxy.crm <<'CRM'
primitive haproxy systemd:haproxy \
  op start timeout=100s interval=0s op stop timeout=100s interval=0s op monitor interval=5s timeout=100s
clone haproxy-clone haproxy
colocation vip-with-haproxy inf: vip haproxy-clone
order haproxy-before-vip Optional: haproxy-clone vip
CRM
  trap 'rm -f /run/quorate-haproxy.crm' EXIT
  crm -F configure load update /run/quorate-haproxy.crm
fi

timeout 90 bash -c 'until [ "$(crm_resource --locate --resource haproxy-clone 2>/dev/null | grep -c "running on")" = 3 ] &&
  crm_resource --locate --resource vip 2>/dev/null | grep -q "running on"; do sleep 1; done' ||
  { echo 'HAProxy is not on all controllers, or the VIP on none, after 90 s:' >&2; crm_mon -1 >&2; exit 1; }
