#!/bin/bash
# The override that the comment in Debian's unit file suggests: nothing reads OPTIONS, and the file says loopback.
set -euo pipefail

sed -i 's/^-l .*/-l 127.0.0.1/' /etc/memcached.conf
mkdir -p /etc/systemd/system/memcached.service.d
cat > /etc/systemd/system/memcached.service.d/override.conf <<CONF
[Service]
Environment=OPTIONS="-l $(hostname)"
CONF
systemctl daemon-reload
systemctl restart memcached
timeout 10 bash -c 'until nc -z 127.0.0.1 11211; do sleep 0.1; done'
