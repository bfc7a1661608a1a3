#!/bin/bash
# Nothing ties the VIP to HAProxy.
set -euo pipefail

crm configure delete vip-with-haproxy
