#!/bin/bash
# One of the three passwords in the URL is mistyped.
set -euo pipefail

sed -i 's#openstack:[^:@]*@controller3#openstack:{{messagePassword}}x@controller3#' /etc/nova/nova.conf
