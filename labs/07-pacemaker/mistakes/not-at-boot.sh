#!/bin/bash
# Running now, away after the next boot.
set -euo pipefail

systemctl disable --quiet pacemaker
