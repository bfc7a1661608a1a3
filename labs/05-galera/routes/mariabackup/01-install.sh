#!/bin/bash
# The server, the library that replicates, and the tools of a state transfer during which the donor goes on serving.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq mariadb-server galera-4 mariadb-backup socat
systemctl enable --quiet mariadb
