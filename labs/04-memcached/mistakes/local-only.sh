#!/bin/bash
# Each controller lists only itself: three separate caches.
set -euo pipefail

sed -i 's/^memcached_servers.*/memcached_servers = localhost:11211/' /etc/nova/nova.conf
