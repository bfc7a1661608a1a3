#!/bin/bash
# User and password once, in front of the first host, as in the address of a single one.
set -euo pipefail

sed -i '/^transport_url/s#,openstack:[^:@]*@#,#g' /etc/nova/nova.conf
