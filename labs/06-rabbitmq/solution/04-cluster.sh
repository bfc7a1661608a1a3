#!/bin/bash
# One cluster of three, in which a minority stops serving. Nodes join one after the other.
set -euo pipefail

file=/etc/rabbitmq/rabbitmq.conf
lines='cluster_partition_handling = pause_minority
net_ticktime = 10'
if [ "$(grep -E '^(cluster_|net_ticktime)' "$file" || true)" != "$lines" ]; then
  sed -i -E '/^(cluster_|net_ticktime)/d' "$file"
  echo "$lines" >> "$file"
  timeout 180 systemctl restart rabbitmq-server
fi
rabbitmqctl -q await_startup --timeout 60

members() { rabbitmqctl -q -n "rabbit@$1" cluster_status --formatter json | jq -r '.disk_nodes[]'; }
if [ "$(hostname)" != controller1 ] && ! members "$(hostname)" | grep -qx rabbit@controller1; then
  if [ "$(hostname)" = controller3 ]; then
    end=$((SECONDS + 120))
    until members controller1 | grep -qx rabbit@controller2; do
      [ $SECONDS -lt $end ] || { echo 'controller2 has not joined'; exit 1; }
      sleep 1
    done
  fi
  rabbitmqctl -q stop_app
  rabbitmqctl -q reset
  rabbitmqctl -q join_cluster rabbit@controller1
  rabbitmqctl -q start_app
fi
rabbitmqctl -q await_online_nodes 3 --timeout 180
