#!/bin/bash
# RabbitMQ, and the library that talks to it.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq rabbitmq-server python3-pika
systemctl enable --quiet rabbitmq-server
timeout 180 systemctl start rabbitmq-server
