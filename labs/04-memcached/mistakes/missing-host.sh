#!/bin/bash
# One list has two servers only.
set -euo pipefail

sed -i 's/^memcache_servers.*/memcache_servers = controller1:11211,controller2:11211/' /etc/nova/nova.conf
