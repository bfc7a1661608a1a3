#!/bin/bash
# The address in conf.d, which is read before Debian's 50-server.cnf: that one says 127.0.0.1, and wins.
set -euo pipefail

sed -i '/^bind-address/d' /etc/mysql/mariadb.conf.d/99-openstack.cnf
printf '[mysqld]\nbind-address = {{controller2}}\n' > /etc/mysql/conf.d/openstack.cnf
systemctl restart mariadb
