#!/bin/bash
# Named after the controller, and reached by clients through its management address.
set -euo pipefail

case $(hostname) in
  controller1) address={{controller1}} ;;
  controller2) address={{controller2}} ;;
  controller3) address={{controller3}} ;;
esac
line="listeners.tcp.default = $address:5672"
name="NODENAME=rabbit@$(hostname)"
changed=false

touch /etc/rabbitmq/rabbitmq.conf /etc/rabbitmq/rabbitmq-env.conf
if [ "$(grep '^listeners\.' /etc/rabbitmq/rabbitmq.conf || true)" != "$line" ]; then
  sed -i '/^listeners\./d' /etc/rabbitmq/rabbitmq.conf
  echo "$line" >> /etc/rabbitmq/rabbitmq.conf
  changed=true
fi
if [ "$(grep -E '^(NODENAME|NODE_IP_ADDRESS)=' /etc/rabbitmq/rabbitmq-env.conf || true)" != "$name" ]; then
  sed -i -E '/^(NODENAME|NODE_IP_ADDRESS)=/d' /etc/rabbitmq/rabbitmq-env.conf
  echo "$name" >> /etc/rabbitmq/rabbitmq-env.conf
  changed=true
fi
if $changed; then timeout 180 systemctl restart rabbitmq-server; fi
