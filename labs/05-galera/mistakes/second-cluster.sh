#!/bin/bash
# It did not start, so its state was deleted, and it was bootstrapped like the first one.
set -euo pipefail

systemctl stop mariadb
rm -f /var/lib/mysql/grastate.dat /var/lib/mysql/gvwstate.dat
galera_new_cluster
