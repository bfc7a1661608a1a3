#!/bin/bash
# HAProxy is stopped by a signal where the VIP is: for systemd, and so for Pacemaker, it runs.
set -euo pipefail

ip -4 -oneline address show | grep -q 'inet {{vip}}/' || exit 0
systemctl kill --signal=STOP haproxy
