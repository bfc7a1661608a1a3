#!/bin/bash
# Without listen_addr the port of the group is open on every network.
set -euo pipefail

sed -i 's/^wsrep_provider_options.*/wsrep_provider_options = "gcache.size=64M"/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
systemctl restart mariadb
