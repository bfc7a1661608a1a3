#!/bin/bash
# The health check is whether port 3306 is open.
set -euo pipefail

sed -i -e '/^    option httpchk/d' -e 's/default-server port 9200 /default-server /' /etc/haproxy/haproxy.cfg
systemctl reload haproxy
