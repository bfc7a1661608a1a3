#!/bin/bash
# Limits for memory and connections. memcached reads them when it starts.
set -euo pipefail

sed -i -E '/^-[mc]/d' /etc/memcached.conf
cat >> /etc/memcached.conf <<'CONF'
-m {{memcachedMemory}}
-c {{memcachedConnections}}
CONF

systemctl reset-failed memcached
systemctl restart memcached
timeout 10 bash -c 'until nc -z "$(hostname)" 11211; do sleep 0.1; done'
