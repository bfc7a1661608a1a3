#!/bin/bash
# Stopped, and not there after the next boot either.
set -euo pipefail

systemctl disable --quiet --now clustercheck.socket
