#!/bin/bash
# The same user; addresses in the place of names.
set -euo pipefail

if [ "$(hostname)" = controller2 ]; then
  rabbitmqctl -q authenticate_user openstack '{{messagePassword}}' >/dev/null 2>&1 ||
    printf '%s' '{{messagePassword}}' | rabbitmqctl -q add_user openstack
  rabbitmqctl -q set_permissions --vhost / openstack '.*' '.*' '.*'
fi

login='openstack:{{messagePassword}}'
mkdir -p /etc/nova
sed -i -e '/^transport_url/d' /etc/nova/nova.conf 2>/dev/null || true
cat >> /etc/nova/nova.conf <<CONF
[DEFAULT]
transport_url = rabbit://$login@{{controller3}}:5672,$login@{{controller1}},$login@{{controller2}}:5672//
CONF
