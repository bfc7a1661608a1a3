#!/bin/bash
# The process hangs: systemd sees it run, and nobody gets an answer.
set -euo pipefail

systemctl kill --signal=STOP chrony
