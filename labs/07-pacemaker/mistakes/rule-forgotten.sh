#!/bin/bash
# Everybody pings, and nothing depends on what they find.
set -euo pipefail

crm --force configure delete vip-where-reachable
