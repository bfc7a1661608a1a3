#!/bin/bash
# The greeting at login: which controller this is, and its two addresses.
set -euo pipefail

name=$(hostname)
case $name in
  controller1) management={{controller1}} cluster={{controller1Cluster}} ;;
  controller2) management={{controller2}} cluster={{controller2Cluster}} ;;
  *) management={{controller3}} cluster={{controller3Cluster}} ;;
esac
echo "$name: management $management, cluster $cluster" > /etc/motd
