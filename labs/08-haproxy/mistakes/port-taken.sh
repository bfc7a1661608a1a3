#!/bin/bash
# MariaDB listens on every address, the VIP among them, where it was started before HAProxy.
set -euo pipefail

echo -e '[mysqld]\nbind-address = 0.0.0.0' > /etc/mysql/mariadb.conf.d/zz-everywhere.cnf
crm --wait node standby "$(hostname)"
systemctl stop haproxy
systemctl restart mariadb
timeout 60 bash -c 'until mariadb -NBe "show status like \"wsrep_local_state_comment\"" | grep -q Synced; do sleep 0.5; done'
crm node online "$(hostname)"
timeout 60 bash -c 'until systemctl is-failed --quiet haproxy || crm_mon -1 | grep -q "haproxy.* on $(hostname) returned"; do sleep 0.5; done'
