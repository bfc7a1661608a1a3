#!/bin/bash
# Open to every network, and in the way of the virtual address.
set -euo pipefail

sed -i 's/^bind-address.*/bind-address = 0.0.0.0/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
systemctl restart mariadb
