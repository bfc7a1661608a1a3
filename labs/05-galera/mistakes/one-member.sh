#!/bin/bash
# Only the node that was bootstrapped: enough to join today, and nobody to find when just that one is down.
set -euo pipefail

sed -i 's|^wsrep_cluster_address.*|wsrep_cluster_address = gcomm://{{controller1Cluster}}|' /etc/mysql/mariadb.conf.d/99-openstack.cnf
