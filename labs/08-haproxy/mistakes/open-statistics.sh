#!/bin/bash
# The page tells everybody what it knows.
set -euo pipefail

sed -i '/stats auth/d' /etc/haproxy/haproxy.cfg
systemctl reload haproxy
