#!/bin/bash
# The list leads to a port where no memcached listens.
set -euo pipefail

sed -i '/^memcache_servers/s/controller2:11211/controller2:11221/' /etc/nova/nova.conf
