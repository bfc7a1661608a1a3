#!/bin/bash
# One list of servers for both clients of a service: the same on every controller.
set -euo pipefail

mkdir -p /etc/nova
cat > /etc/nova/nova.conf <<'CONF'
[keystone_authtoken]
memcached_servers = controller1:11211,controller2:11211,controller3:11211

[cache]
enabled = true
backend = oslo_cache.memcache_pool
memcache_servers = controller1:11211,controller2:11211,controller3:11211
CONF
