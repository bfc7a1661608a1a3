#!/bin/sh
# Run with a root after customize.sh: what a virtual machine has and a container lacks, whatever box it is made of.
set -eu
root=$1
umask 022

# Kernel and devices are the machine's own: what was switched off for a container is on again.
rm -r "$root/etc/systemd/system/systemd-udev-trigger.service.d"
chroot "$root" systemctl unmask systemd-binfmt.service systemd-modules-load.service kmod-static-nodes.service \
  modprobe@.service

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
