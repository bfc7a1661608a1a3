#!/bin/bash
# Stopped for an experiment and forgotten.
set -euo pipefail

systemctl stop rabbitmq-server
