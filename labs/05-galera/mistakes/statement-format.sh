#!/bin/bash
# The binary log's format as it is set for ordinary replication.
set -euo pipefail

sed -i 's/^binlog_format.*/binlog_format = STATEMENT/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
systemctl restart mariadb || true
