#!/bin/bash
# On this controller another database is the active one.
set -euo pipefail

sed -i -E -e 's/^(    server controller1 .* check).*/\1 backup/' -e 's/^(    server controller3 .* check).*/\1/' /etc/haproxy/haproxy.cfg
systemctl reload haproxy
