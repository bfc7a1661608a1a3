#!/bin/bash
# The account was made before the node joined, on a server whose data was replaced.
set -euo pipefail

mariadb -e 'drop user clustercheck@localhost'
