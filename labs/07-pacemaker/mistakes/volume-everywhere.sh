#!/bin/bash
# Cloned, as if more of it were better.
set -euo pipefail

crm configure clone volume-everywhere volume
timeout 60 bash -c 'until crm_mon -1 | grep -A1 "Clone Set: volume-everywhere" | grep -q "Started: \[ controller1 controller2 controller3 \]"; do
  sleep 1
done'
