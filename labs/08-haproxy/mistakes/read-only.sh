#!/bin/bash
# Nobody but root may write: everything is up, and no client gets anything done.
set -euo pipefail

mariadb -e 'set global read_only = on'
