#!/bin/bash
# The time-outs that the libraries have by default.
set -euo pipefail

sed -i -E '/^memcache_(pool_)?(socket_timeout|dead_retry)/d' /etc/nova/nova.conf
