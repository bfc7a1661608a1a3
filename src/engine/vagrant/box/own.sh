#!/bin/sh
# Hook of mmdebstrap, run with the new root after machine.sh: what public boxes have and a bare root lacks.
set -eu
root=$1
umask 022

echo 'LABEL=quorate / ext4 errors=remount-ro 0 1' >"$root/etc/fstab"

# The first card is Vagrant's own; the two networks of the lab are set up when the machine is made.
cat >"$root/etc/systemd/network/05-vagrant.network" <<'END'
# Vagrant's own card: how the lab host gets in, and no part of the lab.
[Match]
Name=eth0

[Network]
DHCP=ipv4
LinkLocalAddressing=no
IPv6AcceptRA=no

[DHCPv4]
ClientIdentifier=mac
UseDNS=no
UseHostname=no
END

chroot "$root" useradd --create-home --shell /bin/bash vagrant
echo 'vagrant ALL=(ALL) NOPASSWD: ALL' >"$root/etc/sudoers.d/vagrant"
chmod 440 "$root/etc/sudoers.d/vagrant"
# The key that everybody knows: it is replaced by the lab's own when the machine is made.
mkdir -m 700 "$root/home/vagrant/.ssh"
cp "$QUORATE_PUBLIC_KEY" "$root/home/vagrant/.ssh/authorized_keys"
chmod 600 "$root/home/vagrant/.ssh/authorized_keys"
chroot "$root" chown -R vagrant: /home/vagrant/.ssh

mkdir -p "$root/srv/packages"
cp "$QUORATE_ARCHIVE"/* "$root/srv/packages"
