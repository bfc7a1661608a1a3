#!/bin/bash
# The kernel was never told: HAProxy starts only where the VIP is.
set -euo pipefail

rm /etc/sysctl.d/60-haproxy.conf
sysctl --quiet --write net.ipv4.ip_nonlocal_bind=0
ip -4 -oneline address show | grep -q 'inet {{vip}}/' && exit 0

systemctl restart haproxy || true
timeout 60 bash -c 'until ! ss -Hltn "src {{vip}} and sport = :3306" | grep -q .; do sleep 0.5; done'
