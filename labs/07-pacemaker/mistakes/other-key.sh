#!/bin/bash
# Each controller made a key of its own, as a guide's reader may think that he should.
set -euo pipefail

timeout 60 systemctl stop pacemaker corosync
rm /etc/corosync/authkey
corosync-keygen > /dev/null
systemctl start corosync pacemaker
