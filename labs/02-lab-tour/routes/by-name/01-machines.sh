#!/bin/bash
# In other words, from what the machine itself says, below Debian's own text.
set -euo pipefail

sed -i '/^This is /,$d' /etc/motd
address() { ip -4 -oneline address show to "$1" | awk '{ sub("/.*", "", $4); print $4; exit }'; }
printf 'This is %s.\nAPI and VIP: %s\nReplication and heartbeat: %s\n' "$(hostname)" \
  "$(address {{prefix}}.0.0/24)" "$(address {{prefix}}.1.0/24)" >> /etc/motd
