#!/bin/sh
# Makes the disk of a machine of a root in a tar file: disk.sh ROOT.tar DISK.qcow2. Nothing is mounted and no device is
# needed, so that nobody has to be root. The kernel is on a small FAT, where SYSLINUX can be installed from outside.
set -eu
tar=$1
image=$2
disk=disk.raw
disk_mib=8192
boot_mib=127

mkdir root
# Devices are the running machine's own, and only root may make any.
tar --extract --file "$tar" --directory root --numeric-owner --exclude='./dev/*'
truncate --size "${disk_mib}M" "$disk"
sfdisk --quiet "$disk" <<END
label: dos
start=1MiB, size=${boot_mib}MiB, type=c, bootable
start=$((boot_mib + 1))MiB, type=83
END

fat="$disk@@1M"
mformat -i "$fat" -F -T $((boot_mib * 2048)) -h 255 -s 63 -H 2048 -v QUORATE ::
mcopy -i "$fat" root/boot/vmlinuz-* ::/linux
mcopy -i "$fat" root/boot/initrd.img-* ::/initrd
mcopy -i "$fat" - ::/syslinux.cfg <<END
DEFAULT quorate
PROMPT 0
LABEL quorate
  LINUX linux
  INITRD initrd
  APPEND root=LABEL=quorate rw quiet net.ifnames=0 biosdevname=0 console=tty0 console=ttyS0 mitigations=off
END
syslinux --install --offset 1048576 "$disk"
dd if=/usr/lib/SYSLINUX/mbr.bin of="$disk" bs=440 count=1 conv=notrunc status=none

mke2fs -q -t ext4 -L quorate -d root -E "offset=$(((boot_mib + 1) * 1048576))" "$disk" "$((disk_mib - boot_mib - 1))M"
rm -r root
qemu-img convert -O qcow2 "$disk" "$image"
rm "$disk"
