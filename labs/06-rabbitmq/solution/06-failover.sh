#!/bin/bash
# Nothing is left to configure. From here, every broker is there and takes the services' user and password.
set -euo pipefail

python3 - <<'PY'
import time

import pika

for broker in ('controller1', 'controller2', 'controller3'):
    url = f'amqp://openstack:{{messagePassword}}@{broker}:5672/%2F'
    end = time.monotonic() + 60
    while True:
        try:
            pika.BlockingConnection(pika.URLParameters(url)).close()
            break
        except pika.exceptions.AMQPError:
            if time.monotonic() > end:
                raise
            time.sleep(1)
PY
