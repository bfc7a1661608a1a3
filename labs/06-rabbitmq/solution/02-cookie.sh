#!/bin/bash
# One Erlang cookie for all: that of controller1. A broker that has it already is left alone.
set -euo pipefail

file=/var/lib/rabbitmq/.erlang.cookie
if [ "$(hostname)" != controller1 ]; then
  copy=$(mktemp)
  trap 'rm -f "$copy"' EXIT
  timeout 60 bash -c "until scp -q controller1:$file $copy; do sleep 1; done"
  if ! cmp -s "$copy" "$file"; then
    systemctl stop rabbitmq-server
    install -o rabbitmq -g rabbitmq -m 400 "$copy" "$file"
  fi
fi
chown rabbitmq:rabbitmq "$file"
chmod 400 "$file"
timeout 180 systemctl start rabbitmq-server
