#!/bin/bash
# A name that is right everywhere, and therefore nowhere.
set -euo pipefail

sed -i 's/^NODENAME=.*/NODENAME=rabbit@localhost/' /etc/rabbitmq/rabbitmq-env.conf
timeout 120 systemctl restart rabbitmq-server
