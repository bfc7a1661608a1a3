#!/bin/sh
# Hook of mmdebstrap, run with the new root: puts the packages that the labs need and that this root lacks, with all
# that they depend on, into $QUORATE_ARCHIVE, and makes of it an archive that apt reads from a disk.
set -eu
root=$1
rm -f "$root"/var/cache/apt/archives/*.deb
# The builder's own apt fetches, as it did for the root: certificates and proxies are the builder's.
# shellcheck disable=SC2086 # a list of words
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get install --yes --download-only $QUORATE_PACKAGES
mkdir "$QUORATE_ARCHIVE"
mv "$root"/var/cache/apt/archives/*.deb "$QUORATE_ARCHIVE"

cd "$QUORATE_ARCHIVE"
apt-ftparchive packages . >Packages
apt-ftparchive -o APT::FTPArchive::Release::Origin=Quorate release . >Release
