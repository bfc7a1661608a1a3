#!/bin/bash
# Addresses instead of names, another order (the same everywhere), spaces after the commas, another memcached client.
set -euo pipefail

mkdir -p /etc/nova
cat > /etc/nova/nova.conf <<'CONF'
[DEFAULT]
debug = false

[cache]
backend=dogpile.cache.memcached
enabled=True
memcache_servers={{controller3}}:11211, {{controller1}}:11211, {{controller2}}:11211

[keystone_authtoken]
memcached_servers={{controller3}}:11211, {{controller1}}:11211, {{controller2}}:11211
CONF
