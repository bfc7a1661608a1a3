#!/bin/bash
# A host name that does not exist.
set -euo pipefail

sed -i '/^memcached_servers/s/controller3/contorller3/' /etc/nova/nova.conf
