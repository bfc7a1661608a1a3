#!/bin/bash
# The address that many guides bootstrap with was left in the file: at its next start this node is a cluster of its own.
set -euo pipefail

sed -i 's|^wsrep_cluster_address.*|wsrep_cluster_address = gcomm://|' /etc/mysql/mariadb.conf.d/99-openstack.cnf
