#!/bin/bash
# The HA guide's option, beside that for quorum queues.
set -euo pipefail

sed -i '/^rabbit_quorum_queue/i rabbit_ha_queues = true' /etc/nova/nova.conf
