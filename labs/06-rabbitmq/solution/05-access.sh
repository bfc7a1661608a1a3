#!/bin/bash
# A user for the services, and in their configuration the list of all three brokers.
set -euo pipefail

if [ "$(hostname)" = controller1 ]; then
  rabbitmqctl -q authenticate_user openstack '{{messagePassword}}' >/dev/null 2>&1 ||
    rabbitmqctl -q add_user openstack '{{messagePassword}}' 2>/dev/null ||
    rabbitmqctl -q change_password openstack '{{messagePassword}}'
  rabbitmqctl -q set_permissions openstack '.*' '.*' '.*'
fi

login='openstack:{{messagePassword}}'
url="rabbit://$login@controller1:5672,$login@controller2:5672,$login@controller3:5672/"
file=/etc/nova/nova.conf
mkdir -p /etc/nova
touch "$file"
grep -qx '\[DEFAULT\]' "$file" || printf '\n[DEFAULT]\n' >> "$file"
sed -i -e '/^transport_url/d' -e "/^\[DEFAULT\]$/a transport_url = $url" "$file"
