#!/bin/bash
# No address is set: every network is served.
set -euo pipefail

sed -i '/^listeners\./d' /etc/rabbitmq/rabbitmq.conf
timeout 120 systemctl restart rabbitmq-server
