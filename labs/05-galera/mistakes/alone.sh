#!/bin/bash
# It would not serve alone during an outage, so it was told to ignore the quorum, now and at its next start.
set -euo pipefail

sed -i '/^wsrep_provider_options/s/gcache/pc.ignore_quorum=true; gcache/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
mariadb -e "set global wsrep_provider_options = 'pc.ignore_quorum = true'"
