#!/bin/bash
# The limits in the same drop-in, added to the command that is there.
set -euo pipefail

dropIn=/etc/systemd/system/memcached.service.d/openstack.conf
sed -i -E '/^ExecStart=\S/s/ -m .*|$/ -m {{memcachedMemory}} -c {{memcachedConnections}}/' "$dropIn"

systemctl daemon-reload
systemctl restart memcached
timeout 10 bash -c 'until nc -z "$(hostname)" 11211; do sleep 0.1; done'
