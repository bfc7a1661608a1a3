#!/bin/bash
# One check a minute, and a request that was refused is not sent elsewhere: a third of them fails.
set -euo pipefail

sed -i -E -e '/option redispatch/d' -e '/^listen api$/,$ s/inter 2s fastinter 1s/inter 60s/' /etc/haproxy/haproxy.cfg
systemctl restart haproxy
timeout 60 bash -c 'until ss -Hltn "src {{vip}} and sport = :8774" | grep -q .; do sleep 0.5; done'
