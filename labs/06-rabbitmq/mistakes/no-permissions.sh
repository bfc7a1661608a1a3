#!/bin/bash
# A user who may log in and nothing else.
set -euo pipefail

rabbitmqctl -q clear_permissions openstack
