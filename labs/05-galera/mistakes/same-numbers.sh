#!/bin/bash
# Numbers without gaps were wanted, so the cluster's own way of numbering was switched off.
set -euo pipefail

printf '[galera]\nwsrep_auto_increment_control = OFF\nauto_increment_increment = 1\nauto_increment_offset = 1\n' > /etc/mysql/mariadb.conf.d/99-zz-numbers.cnf
mariadb -e 'set global wsrep_auto_increment_control = off; set global auto_increment_increment = 1; set global auto_increment_offset = 1'
