#!/bin/bash
# What stands after the last slash was taken for the name of the service. There is no such virtual host.
set -euo pipefail

sed -i '/^transport_url/s#/[^/]*$#/nova#' /etc/nova/nova.conf
