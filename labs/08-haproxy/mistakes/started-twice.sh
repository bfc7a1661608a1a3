#!/bin/bash
# Enabled in systemd although Pacemaker runs it.
set -euo pipefail

systemctl enable --quiet haproxy
