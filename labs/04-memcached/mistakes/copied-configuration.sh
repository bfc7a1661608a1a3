#!/bin/bash
# The file of controller1 was copied, its address included: memcached cannot start here.
set -euo pipefail

sed -i 's/^-l .*/-l {{controller1}}/' /etc/memcached.conf
systemctl restart memcached || true
timeout 20 bash -c 'until systemctl is-failed --quiet memcached; do sleep 0.1; done'
