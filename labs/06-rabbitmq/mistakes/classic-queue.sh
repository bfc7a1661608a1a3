#!/bin/bash
# The queue was declared as it always was, and the services were told later.
set -euo pipefail

python3 - <<'PY'
import pika

connection = pika.BlockingConnection(pika.URLParameters('amqp://openstack:{{messagePassword}}@controller1:5672/%2F'))
channel = connection.channel()
channel.queue_delete('notifications.info')
channel.queue_declare('notifications.info', durable=True)
connection.close()
PY
