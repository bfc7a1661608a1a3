#!/bin/bash
# The HA guide's way: a policy mirrors the classic queues of the services, but not what belongs to one connection.
set -euo pipefail

if [ "$(hostname)" = controller1 ]; then
  rabbitmqctl -q set_policy --apply-to queues ha-openstack '^(?!(amq\.)|(.*_fanout_)|(reply_)).*' \
    '{"ha-mode": "all", "ha-sync-mode": "automatic"}'
  python3 - <<'PY'
import pika

connection = pika.BlockingConnection(pika.URLParameters('amqp://openstack:{{messagePassword}}@controller1:5672/%2F'))
connection.channel().queue_declare('notifications.info', durable=True)
connection.close()
PY
fi
