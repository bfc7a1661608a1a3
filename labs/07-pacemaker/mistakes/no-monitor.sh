#!/bin/bash
# Written without operations: started, believed, and never looked at again.
set -euo pipefail

cibadmin --delete-all --force --xpath "//primitive[@id='vip']/operations/op"
