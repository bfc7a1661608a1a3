#!/bin/bash
# The broker was stopped for maintenance, and its Erlang machine runs on: systemd sees no difference.
set -euo pipefail

rabbitmqctl -q stop_app
