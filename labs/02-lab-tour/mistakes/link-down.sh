#!/bin/bash
# The card of the cluster network was switched off, and nobody rolled back.
set -euo pipefail

card=$(ip -4 -oneline address show to {{prefix}}.1.0/24 | awk '{ print $2; exit }')
ip link set "$card" down
