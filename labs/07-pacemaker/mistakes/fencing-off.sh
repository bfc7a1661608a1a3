#!/bin/bash
# What most guides write first.
set -euo pipefail

crm configure property stonith-enabled=false
