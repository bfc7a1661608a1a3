#!/bin/bash
# An account that works where it was tried out, and from nowhere else.
set -euo pipefail

mariadb -e "rename user openstack@'%' to openstack@localhost"
