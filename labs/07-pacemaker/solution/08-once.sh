#!/bin/bash
# A unit that every controller has and none starts by itself: the cluster runs it on one of them.
set -euo pipefail

cat > /etc/systemd/system/lab-volume.service <<'UNIT'
[Unit]
Description=stands for a service that may run only once
[Service]
ExecStart=/bin/sleep infinity
UNIT
systemctl daemon-reload

[ "$(hostname)" = controller1 ] || exit 0

# Where the unit is missing when the cluster looks for it first, it counts as not installed.
timeout 60 bash -c 'for c in controller2 controller3; do
  until ssh -n $c systemctl cat lab-volume > /dev/null 2>&1; do sleep 0.5; done
done' || { echo 'controller2 or controller3 has no unit lab-volume after 60 s' >&2; exit 1; }

cat > /run/quorate-volume.crm <<'CRM'
primitive volume systemd:lab-volume \
  op monitor interval=10s timeout=30s \
  op start timeout=60s interval=0s op stop timeout=60s interval=0s
CRM
trap 'rm -f /run/quorate-volume.crm' EXIT
crm -F configure load update /run/quorate-volume.crm

timeout 60 bash -c 'until crm_resource --locate --resource volume 2>/dev/null | grep -q "running on"; do sleep 1; done' ||
  { echo 'the volume service is not started after 60 s' >&2; crm_mon -1 >&2; exit 1; }
