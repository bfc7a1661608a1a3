#!/bin/bash
# A limit that no disk has: the broker stops everybody who publishes, in the whole cluster.
set -euo pipefail

rabbitmqctl -q set_disk_free_limit 900000GB
timeout 30 bash -c 'until rabbitmq-diagnostics -q alarms --formatter json | grep -q disk; do sleep 1; done'
