#!/bin/bash
# An old guide's advice: a password for root. It is replicated, and nobody keeps it on the machines.
set -euo pipefail

mariadb -e "alter user root@localhost identified by '{{dbPassword}}'"
