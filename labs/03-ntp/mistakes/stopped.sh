#!/bin/bash
# Stopped for a moment, and forgotten.
set -euo pipefail

systemctl stop chrony
