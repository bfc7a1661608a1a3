#!/bin/bash
# The cookie of controller1 was never copied here.
set -euo pipefail

openssl rand -hex 20 > /var/lib/rabbitmq/.erlang.cookie 2>/dev/null ||
  od -An -N 20 -tx1 /dev/urandom | tr -d ' \n' > /var/lib/rabbitmq/.erlang.cookie
