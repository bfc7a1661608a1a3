#!/bin/sh
# Hook of mmdebstrap, run with the new root: makes of a bare Debian what a controller is to be.
set -eu
root=$1

rm -f "$root/etc/apt/sources.list"
# Whoever owns the files of the recipe, in the root they are root's and readable.
umask 022
cp --recursive --no-preserve=mode,ownership "$QUORATE_RECIPE/rootfs/." "$root"

# These come from the machine that builds. The engine writes an instance's own; an empty machine-id is drawn at boot.
rm -f "$root"/etc/ssh/ssh_host_*
rm -f "$root/etc/hostname" "$root/etc/hosts" "$root/etc/resolv.conf" "$root/var/lib/dbus/machine-id"
: >"$root/etc/machine-id"
echo '# The lab has no name server; /etc/hosts knows every name.' >"$root/etc/resolv.conf"

# What the first packages brought before dpkg read its options.
find "$root/usr/share/locale" -mindepth 1 -maxdepth 1 ! -name locale.alias -exec rm -r {} +
find "$root/usr/share/man" -mindepth 1 -maxdepth 1 ! -name 'man?' -exec rm -r {} +
find "$root/usr/share/doc" ! -type d ! -name copyright -delete

# Indexing manuals at every installation takes longer than many a package; `man` does without.
rm -f "$root/var/lib/man-db/auto-update"

chroot "$root" systemctl enable systemd-networkd.service
# Started by the first who connects: a controller that is booting has better things to do.
chroot "$root" systemctl disable ssh.service
chroot "$root" systemctl enable ssh.socket
# Periodic work of the distribution has no place in a measured exercise.
chroot "$root" systemctl mask \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
  man-db.timer
# The kernel and its modules are the host's: a container may not register binary formats (the unit would fail at every
# boot), and asks for modules in vain.
chroot "$root" systemctl mask systemd-binfmt.service systemd-modules-load.service kmod-static-nodes.service modprobe@.service
