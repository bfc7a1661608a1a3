#!/bin/bash
# Limits were thought of as memory only.
set -euo pipefail

sed -i '/^-c/d' /etc/memcached.conf
systemctl restart memcached
timeout 10 bash -c 'until nc -z "$(hostname)" 11211; do sleep 0.1; done'
