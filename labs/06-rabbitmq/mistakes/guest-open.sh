#!/bin/bash
# An advice from the Internet against «ACCESS_REFUSED».
set -euo pipefail

echo 'loopback_users = none' >> /etc/rabbitmq/rabbitmq.conf
timeout 120 systemctl restart rabbitmq-server
