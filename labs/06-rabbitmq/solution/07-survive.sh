#!/bin/bash
# Durable queues of the services are quorum queues; the one that takes their notifications is there.
set -euo pipefail

file=/etc/nova/nova.conf
grep -qx '\[oslo_messaging_rabbit\]' "$file" || printf '\n[oslo_messaging_rabbit]\n' >> "$file"
sed -i -e '/^rabbit_quorum_queue/d' -e '/^\[oslo_messaging_rabbit\]$/a rabbit_quorum_queue = true' "$file"

if [ "$(hostname)" = controller1 ]; then
  python3 - <<'PY'
import pika

url = 'amqp://openstack:{{messagePassword}}@controller1:5672/%2F'
arguments = {'x-queue-type': 'quorum'}


def declare():
    connection = pika.BlockingConnection(pika.URLParameters(url))
    connection.channel().queue_declare('notifications.info', durable=True, arguments=arguments)
    connection.close()


try:
    declare()
except pika.exceptions.ChannelClosedByBroker as error:
    # A queue cannot change its type: one that was declared in another way has to go first.
    if error.reply_code != 406:
        raise
    connection = pika.BlockingConnection(pika.URLParameters(url))
    connection.channel().queue_delete('notifications.info', if_empty=True)
    connection.close()
    declare()
PY
fi
