#!/bin/bash
# A password with a typing error: everything is there, and no service gets in.
set -euo pipefail

mariadb -e "alter user openstack@'%' identified by 'x{{dbPassword}}'"
