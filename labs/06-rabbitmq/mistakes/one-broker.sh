#!/bin/bash
# The services know one broker only, as a guide for a single controller says.
set -euo pipefail

sed -i 's#^transport_url.*#transport_url = rabbit://openstack:{{messagePassword}}@controller1:5672/#' /etc/nova/nova.conf
