#!/bin/bash
# A wrong line, and a right one below it that was to correct it.
set -euo pipefail

sed -i -E '/[[:space:]]api$/d' /etc/hosts
printf '{{labHost}} api\n{{vip}} api\n' >> /etc/hosts
