#!/bin/bash
# Copied from the database's section: one API serves, and two stand by.
set -euo pipefail

sed -i -E '/^listen api$/,$ s/^(    server controller[23] .*) check$/\1 check backup/' /etc/haproxy/haproxy.cfg
systemctl try-reload-or-restart haproxy
