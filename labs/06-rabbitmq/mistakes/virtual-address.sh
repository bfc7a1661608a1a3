#!/bin/bash
# The virtual address in the place of the brokers.
set -euo pipefail

sed -i 's#^transport_url.*#transport_url = rabbit://openstack:{{messagePassword}}@{{vip}}:5672/#' /etc/nova/nova.conf
