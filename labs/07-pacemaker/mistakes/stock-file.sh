#!/bin/bash
# An upgrade of the package asked about the file, and somebody took the maintainer's version.
set -euo pipefail

cat > /etc/corosync/corosync.conf <<'CONF'
totem {
	version: 2
	cluster_name: debian
	crypto_cipher: none
	crypto_hash: none
}
quorum {
	provider: corosync_votequorum
}
nodelist {
	node {
		name: node1
		nodeid: 1
		ring0_addr: 127.0.0.1
	}
}
CONF
