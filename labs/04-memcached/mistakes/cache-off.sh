#!/bin/bash
# Everything is set but the switch.
set -euo pipefail

sed -i '/^enabled/d' /etc/nova/nova.conf
