#!/bin/bash
# The greeting of controller1, copied as it is.
set -euo pipefail

echo 'controller1: management {{controller1}}, cluster {{controller1Cluster}}' > /etc/motd
