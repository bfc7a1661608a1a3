#!/bin/bash
# The option of the other section: oslo.cache ignores it and stays with localhost.
set -euo pipefail

sed -i '/^\[cache\]/,$s/^memcache_servers/memcached_servers/' /etc/nova/nova.conf
