#!/bin/bash
# Read-only since a migration.
set -euo pipefail

mariadb -e 'set global read_only = on'
