#!/bin/bash
# The services declare what they always did: classic queues, on one controller each.
set -euo pipefail

sed -i '/^rabbit_quorum_queue/d' /etc/nova/nova.conf
