#!/bin/bash
# Tables of another engine: they are not replicated.
set -euo pipefail

sed -i 's/^default_storage_engine.*/default_storage_engine = Aria/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
mariadb -e 'set global default_storage_engine = Aria'
