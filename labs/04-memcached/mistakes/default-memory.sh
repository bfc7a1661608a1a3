#!/bin/bash
# Debian's 64 MB.
set -euo pipefail

sed -i 's/^-m .*/-m 64/' /etc/memcached.conf
systemctl restart memcached
timeout 10 bash -c 'until nc -z "$(hostname)" 11211; do sleep 0.1; done'
