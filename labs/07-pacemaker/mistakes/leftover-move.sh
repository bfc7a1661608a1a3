#!/bin/bash
# Moved by hand once.
set -euo pipefail

crm_resource --resource vip --move --node controller2 > /dev/null
