#!/bin/bash
# Taken out of Pacemaker's hands for some work, and never given back: nothing moves the VIP any more.
set -euo pipefail

crm resource unmanage vip
