#!/bin/bash
# Set by hand with sysctl -w: it holds until the next boot.
set -euo pipefail

rm /etc/sysctl.d/60-haproxy.conf
