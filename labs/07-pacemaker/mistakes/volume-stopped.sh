#!/bin/bash
# Stopped for a repair, and forgotten.
set -euo pipefail

crm --wait resource stop volume
