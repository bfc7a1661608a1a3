#!/bin/bash
# A better way of state transfer on one node, whose program is not installed.
set -euo pipefail

sed -i 's/^wsrep_sst_method.*/wsrep_sst_method = mariabackup/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
