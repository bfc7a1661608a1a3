#!/bin/bash
# Stopped for an hour of work and forgotten: corosync still votes, and nothing moves here.
set -euo pipefail

timeout 60 systemctl stop pacemaker
