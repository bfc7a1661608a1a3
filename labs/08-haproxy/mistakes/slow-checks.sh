#!/bin/bash
# One check a minute: a dead database is noticed after two.
set -euo pipefail

sed -i 's/inter 2s fastinter 1s/inter 60s/' /etc/haproxy/haproxy.cfg
systemctl restart haproxy
timeout 60 bash -c 'until ss -Hltn "src {{vip}} and sport = :3306" | grep -q .; do sleep 0.5; done'
