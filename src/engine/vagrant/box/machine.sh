#!/bin/sh
# Hook of mmdebstrap, run with the new root after customize.sh: what a virtual machine has and a container lacks.
set -eu
root=$1
umask 022

# Kernel and devices are the machine's own: what was switched off for a container is on again.
rm -r "$root/etc/systemd/system/systemd-udev-trigger.service.d"
chroot "$root" systemctl unmask systemd-binfmt.service systemd-modules-load.service kmod-static-nodes.service \
  modprobe@.service
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

# Vagrant comes in by ssh before the lab has drawn a key for it, and every probe comes that way.
chroot "$root" systemctl disable ssh.socket
chroot "$root" systemctl enable ssh.service
mkdir -p "$root/etc/systemd/system/ssh.service.d"
cat >"$root/etc/systemd/system/ssh.service.d/quorate.conf" <<'END'
# Every machine draws its own key at its first start.
[Service]
ExecStartPre=
ExecStartPre=/bin/sh -c '[ -s /etc/ssh/ssh_host_ed25519_key ] || ssh-keygen -q -t ed25519 -N "" -C root@lab -f /etc/ssh/ssh_host_ed25519_key'
ExecStartPre=/usr/sbin/sshd -t
END
# One connection carries what the terminal, the live view and a command open at once.
echo 'MaxSessions 100' >>"$root/etc/ssh/sshd_config.d/quorate.conf"
echo 'UseDNS no' >>"$root/etc/ssh/sshd_config.d/quorate.conf"

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
