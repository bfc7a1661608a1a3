#!/bin/bash
# The name was added on two controllers, and forgotten on the third.
set -euo pipefail

sed -i -E '/[[:space:]]api$/d' /etc/hosts
