#!/bin/bash
# A digit slipped: the clients look at 11211.
set -euo pipefail

sed -i 's/^-p .*/-p 11221/' /etc/memcached.conf
systemctl restart memcached
timeout 10 bash -c 'until nc -z "$(hostname)" 11221; do sleep 0.1; done'
