#!/bin/bash
# A number from another cluster: two more losses and the quorum is gone, although all three are there.
set -euo pipefail

sed -i 's/provider: corosync_votequorum/&\n    expected_votes: 5/' /etc/corosync/corosync.conf
corosync-cfgtool -R > /dev/null
