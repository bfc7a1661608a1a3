#!/bin/bash
# A new cookie on all three, and no broker was restarted: each still has the old one.
set -euo pipefail

echo QUORATENEWCOOKIEFORALL > /var/lib/rabbitmq/.erlang.cookie
