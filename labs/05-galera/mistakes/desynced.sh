#!/bin/bash
# Set aside for a backup, and not put back.
set -euo pipefail

mariadb -e 'set global wsrep_desync = on'
