#!/bin/bash
# The same three servers in another order.
set -euo pipefail

sed -i '/^memcache_servers/s/controller1:11211,controller2:11211/controller2:11211,controller1:11211/' /etc/nova/nova.conf
