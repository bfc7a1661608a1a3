#!/bin/bash
# This node was reset and never joined again.
set -euo pipefail

rabbitmqctl -q stop_app
rabbitmqctl -q reset
rabbitmqctl -q start_app
