#!/bin/bash
# A line that is no option: the service refuses the whole file.
set -euo pipefail

echo 'these servers are shared by all services' >> /etc/nova/nova.conf
