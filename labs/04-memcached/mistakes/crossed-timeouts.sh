#!/bin/bash
# The names of one section in the other one: both are ignored.
set -euo pipefail

sed -i -E -e '/^\[keystone_authtoken\]/,/^\[cache\]/s/^memcache_pool_(socket_timeout|dead_retry)/memcache_\1/' /etc/nova/nova.conf
