#!/bin/bash
# memcached, and the library that OpenStack services use to talk to it.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq memcached python3-oslo.cache
systemctl enable --quiet --now memcached
