#!/bin/bash
# The password of another account: MariaDB lets the health check in no more.
set -euo pipefail

sed -i 's/^password.*/password = {{dbPassword}}/' /etc/clustercheck.cnf
