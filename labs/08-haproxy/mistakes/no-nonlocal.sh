#!/bin/bash
# The kernel was never told: HAProxy starts only where the VIP is.
set -euo pipefail

rm /etc/sysctl.d/60-haproxy.conf
sysctl --quiet --write net.ipv4.ip_nonlocal_bind=0

# Where the VIP is, or comes to meanwhile, HAProxy starts; on the others it does not.
here() { ip -4 -oneline address show | grep -q 'inet {{vip}}/'; }
here && exit 0
systemctl restart haproxy || true
for attempt in $(seq 120); do
  if here || ! systemctl is-active --quiet haproxy; then exit 0; fi
  sleep 0.5
done
echo 'HAProxy still runs without the VIP' >&2
exit 1
