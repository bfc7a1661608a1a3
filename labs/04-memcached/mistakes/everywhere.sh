#!/bin/bash
# Open to every network. Everything works, and that is what makes it dangerous.
set -euo pipefail

sed -i 's/^-l .*/-l 0.0.0.0/' /etc/memcached.conf
systemctl restart memcached
timeout 10 bash -c 'until nc -z 127.0.0.1 11211; do sleep 0.1; done'
