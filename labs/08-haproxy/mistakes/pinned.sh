#!/bin/bash
# A rule that was made for some work keeps the VIP on the controller where it is.
set -euo pipefail

holder=$(crm_resource --locate --resource vip | awk '{ print $NF }')
crm configure location vip-stays vip rule -inf: '#uname' ne "$holder"
