#!/bin/bash
# Frozen for an experiment and never woken up: systemd says active, and nobody gets an answer.
set -euo pipefail

systemctl kill --signal=STOP mariadb
