#!/bin/bash
# As on a machine that sees its own load only.
set -euo pipefail

crm_attribute --type crm_config --name load-threshold --delete --quiet
