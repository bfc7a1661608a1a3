#!/bin/bash
# Emptied for maintenance, and never put back.
set -euo pipefail

crm node standby "$(hostname)"
