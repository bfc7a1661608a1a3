#!/bin/bash
# The cluster stack, its shell and the fence agents. What Debian starts is a cluster of one: it goes, with what it wrote.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq corosync pacemaker crmsh fence-agents

if grep -q '^\s*ring0_addr: 127' /etc/corosync/corosync.conf; then
  systemctl stop pacemaker corosync
  rm -f /var/lib/pacemaker/cib/*
fi
systemctl enable --quiet corosync pacemaker
