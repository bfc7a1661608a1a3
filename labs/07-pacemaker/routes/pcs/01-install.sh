#!/bin/bash
# The cluster stack with the other shell, pcs, whose daemons talk to one another as the user hacluster.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq corosync pacemaker pacemaker-cli-utils resource-agents pcs fence-agents

echo 'hacluster:{{clusterPassword}}' | chpasswd
systemctl enable --quiet --now pcsd
if grep -q '^\s*ring0_addr: 127' /etc/corosync/corosync.conf; then
  # Otherwise pcs finds that these machines belong to a cluster already.
  pcs cluster destroy
  systemctl enable --quiet --now pcsd
fi
systemctl enable --quiet corosync pacemaker
