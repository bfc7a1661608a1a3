#!/bin/bash
# UDP is on, as it was by default before 1.5.6.
set -euo pipefail

sed -i 's/^-U .*/-U 11211/' /etc/memcached.conf
systemctl restart memcached
timeout 10 bash -c 'until nc -z "$(hostname)" 11211; do sleep 0.1; done'
