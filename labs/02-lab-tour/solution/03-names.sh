#!/bin/bash
# A name for the VIP, in one line, beside those that were there.
set -euo pipefail

sed -i -E '/[[:space:]]api([[:space:]]|$)/d' /etc/hosts
echo '{{vip}} api' >> /etc/hosts
