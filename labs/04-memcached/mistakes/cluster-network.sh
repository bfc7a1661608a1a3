#!/bin/bash
# The address of the replication network: the API services do not look there.
set -euo pipefail

sed -i 's/^-l .*/-l {{controller3Cluster}}/' /etc/memcached.conf
systemctl restart memcached
timeout 10 bash -c 'until nc -z {{controller3Cluster}} 11211; do sleep 0.1; done'
