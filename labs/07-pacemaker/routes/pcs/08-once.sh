#!/bin/bash
# The service that may run only once, with other times.
set -euo pipefail

cat > /etc/systemd/system/lab-volume.service <<'UNIT'
[Unit]
Description=stands for a service that may run only once
[Service]
Type=exec
ExecStart=/bin/sleep infinity
UNIT
systemctl daemon-reload

[ "$(hostname)" = controller2 ] || exit 0

timeout 60 bash -c 'for c in controller1 controller3; do
  until ssh -n $c systemctl cat lab-volume > /dev/null 2>&1; do sleep 0.5; done
done' || { echo 'controller1 or controller3 has no unit lab-volume after 60 s' >&2; exit 1; }

pcs resource config volume > /dev/null 2>&1 ||
  pcs resource create volume systemd:lab-volume op monitor interval=20s timeout=30s
timeout 60 bash -c 'until crm_resource --locate --resource volume 2>/dev/null | grep -q "running on"; do sleep 1; done' ||
  { echo 'the volume service is not started after 60 s' >&2; crm_mon -1 >&2; exit 1; }
