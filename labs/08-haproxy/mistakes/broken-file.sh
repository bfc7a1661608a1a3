#!/bin/bash
# A typing error. The running HAProxy does not read its file again, and so it goes unnoticed.
set -euo pipefail

sed -i 's/^    mode tcp/    mdoe tcp/' /etc/haproxy/haproxy.cfg
