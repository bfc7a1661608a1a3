#!/bin/bash
# A silent server costs one second, and is tried again soon. All three serve again after the experiment.
set -euo pipefail

sed -i -E \
  -e '/^memcache_(pool_)?(socket_timeout|dead_retry)/d' \
  -e '/^\[keystone_authtoken\]/a memcache_pool_socket_timeout = 1\nmemcache_pool_dead_retry = {{deadRetry}}' \
  -e '/^\[cache\]/a memcache_socket_timeout = 1\nmemcache_dead_retry = {{deadRetry}}' \
  /etc/nova/nova.conf

systemctl kill --signal=CONT memcached || true
systemctl start memcached
timeout 10 bash -c 'until nc -z "$(hostname)" 11211; do sleep 0.1; done'
