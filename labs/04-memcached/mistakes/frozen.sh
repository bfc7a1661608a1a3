#!/bin/bash
# Frozen for an experiment and never woken up: systemd says running, and nobody gets an answer.
set -euo pipefail

systemctl kill --signal=STOP memcached
