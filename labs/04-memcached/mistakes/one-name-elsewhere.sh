#!/bin/bash
# The name of controller3 leads to controller2: the list is right, and leads to two servers only.
set -euo pipefail

sed -i -E 's/^\S+(\s+controller3)$/{{controller2}}\1/' /etc/hosts
getent ahostsv4 controller3 | grep -q '^{{controller2}} '
