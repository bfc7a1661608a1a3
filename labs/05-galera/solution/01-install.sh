#!/bin/bash
# The server, the library that replicates, and the program that carries a first copy to a new node.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq mariadb-server galera-4 rsync
systemctl enable --quiet mariadb
