#!/bin/bash
# It would not serve alone during an outage, so it was told to ignore the quorum.
set -euo pipefail

mariadb -e "set global wsrep_provider_options = 'pc.ignore_quorum = true'"
