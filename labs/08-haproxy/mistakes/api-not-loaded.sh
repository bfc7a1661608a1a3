#!/bin/bash
# The section of the API is in the file, and the running HAProxy has not been told.
set -euo pipefail

file=/etc/haproxy/haproxy.cfg
whole=$(cat "$file")
sed -i '/^listen api$/,$d' "$file"
systemctl reload haproxy
timeout 60 bash -c 'while echo "show stat" | socat - /run/haproxy/admin.sock | grep -q "^api,"; do sleep 0.5; done'
echo "$whole" > "$file"
