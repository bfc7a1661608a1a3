#!/bin/bash
# The whole cluster watches and does nothing.
set -euo pipefail

crm configure property maintenance-mode=true
