#!/bin/bash
# A letter is missing: to the others this is a stranger.
set -euo pipefail

sed -i 's/^wsrep_cluster_name.*/wsrep_cluster_name = {{galeraName}}s/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
systemctl restart mariadb || true
