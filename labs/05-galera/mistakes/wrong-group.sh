#!/bin/bash
# A group with a plausible name that no server reads.
set -euo pipefail

sed -i 's/^\[galera\]/[wsrep]/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
systemctl restart mariadb
