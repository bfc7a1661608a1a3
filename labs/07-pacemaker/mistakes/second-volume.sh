#!/bin/bash
# Started by hand on every controller, the two included where the cluster does not run it.
set -euo pipefail

systemctl start lab-volume
