#!/bin/bash
# One > instead of two: the new name is there, and the others are gone.
set -euo pipefail

echo '{{vip}} api' > /etc/hosts
