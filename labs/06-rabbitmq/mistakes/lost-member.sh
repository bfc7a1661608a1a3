#!/bin/bash
# A controller was rebuilt, and the queue has no member there since.
set -euo pipefail

rabbitmq-queues -q delete_member notifications.info rabbit@controller3
