#!/bin/bash
# Spaces instead of commas: one impossible host name.
set -euo pipefail

sed -i '/^memcache_servers/s/,/ /g' /etc/nova/nova.conf
