#!/bin/bash
# An option from a page about single nodes: at its next start no node remembers who its fellows were.
set -euo pipefail

sed -i '/^wsrep_provider_options/s/gcache/pc.recovery=false; gcache/' /etc/mysql/mariadb.conf.d/99-openstack.cnf
