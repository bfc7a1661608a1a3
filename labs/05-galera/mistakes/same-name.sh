#!/bin/bash
# Addresses were changed after copying, the name was not.
set -euo pipefail

sed -i 's/^wsrep_node_name.*/wsrep_node_name = controller2/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
systemctl restart mariadb
