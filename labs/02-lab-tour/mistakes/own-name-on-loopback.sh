#!/bin/bash
# The line that an installer writes for a machine that is alone.
set -euo pipefail

sed -i "1i 127.0.1.1 $(hostname)" /etc/hosts
