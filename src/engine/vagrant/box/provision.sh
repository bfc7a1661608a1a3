#!/bin/sh
# Run as root in a new machine by Vagrant: makes it the controller that it is to be. What it writes holds from the next
# boot on, and is not written again.
set -eu

echo "$NODE" >/etc/hostname
{
  echo '127.0.0.1 localhost'
  echo "$HOSTS" | tr , '\n'
} >/etc/hosts

# By hardware address: which card is eth1 is the provider's business.
network() {
  cat >"/etc/systemd/network/$1.network" <<END
# $2
[Match]
MACAddress=$3

[Network]
Address=$4/24
LinkLocalAddressing=no
IPv6AcceptRA=no
END
}
# shellcheck disable=SC2086 # hardware address and address
network 10-management 'API, clients and the virtual address.' $MANAGEMENT
# shellcheck disable=SC2086
network 20-cluster 'Replication and heartbeat.' $CLUSTER

# What a root is built with forgets what it has read.
apt-get -qq update

# Last: from here on only the lab's own key opens.
echo "$PUBLIC_KEY" >/home/vagrant/.ssh/authorized_keys
sync
