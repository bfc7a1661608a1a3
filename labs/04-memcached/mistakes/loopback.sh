#!/bin/bash
# Debian's default was left as it is: only this controller can connect.
set -euo pipefail

sed -i 's/^-l .*/-l 127.0.0.1/' /etc/memcached.conf
systemctl restart memcached
timeout 10 bash -c 'until nc -z 127.0.0.1 11211; do sleep 0.1; done'
