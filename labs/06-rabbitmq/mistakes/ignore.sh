#!/bin/bash
# Partitions are ignored here, which is the default.
set -euo pipefail

sed -i 's/^cluster_partition_handling.*/cluster_partition_handling = ignore/' /etc/rabbitmq/rabbitmq.conf
timeout 120 systemctl restart rabbitmq-server
