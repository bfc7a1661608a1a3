#!/bin/bash
# The file of controller2 as it is, its addresses and its name included.
set -euo pipefail

scp -q controller2:/etc/mysql/mariadb.conf.d/99-openstack.cnf /etc/mysql/mariadb.conf.d/
systemctl restart mariadb || true
