#!/bin/bash
# The members are named in the configuration, and a node that starts empty joins those that it finds.
set -euo pipefail

file=/etc/rabbitmq/rabbitmq.conf
lines='cluster_formation.peer_discovery_backend = classic_config
cluster_formation.classic_config.nodes.1 = rabbit@controller1
cluster_formation.classic_config.nodes.2 = rabbit@controller2
cluster_formation.classic_config.nodes.3 = rabbit@controller3
cluster_partition_handling = pause_minority
net_ticktime = 10'
if [ "$(grep -E '^(cluster_|net_ticktime)' "$file" || true)" != "$lines" ]; then
  systemctl stop rabbitmq-server
  sed -i -E '/^(cluster_|net_ticktime)/d' "$file"
  echo "$lines" >> "$file"
  # Only a node without a database asks for peers, and this one has been a cluster of its own.
  rm -rf /var/lib/rabbitmq/mnesia/rabbit@*
  # The first one founds the cluster.
  [ "$(hostname)" = controller1 ] || timeout 120 bash -c 'until nc -z -w 1 controller1 5672; do sleep 1; done'
  timeout 180 systemctl start rabbitmq-server
fi
rabbitmqctl -q await_online_nodes 3 --timeout 180
