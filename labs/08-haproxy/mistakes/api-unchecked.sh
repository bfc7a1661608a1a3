#!/bin/bash
# Nobody asks the APIs how they are: one that is dead gets its third of the requests.
set -euo pipefail

sed -i -E '/^listen api$/,$ s/^(    server .*) check$/\1/' /etc/haproxy/haproxy.cfg
systemctl try-reload-or-restart haproxy
