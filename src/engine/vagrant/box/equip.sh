# Run as root by Vagrant in a machine of a public box, behind the files of the recipe ($recipe) and its lists of packages
# ($base, $packages): makes of it what a machine of a box of our own is from the start. Safe to repeat.
export DEBIAN_FRONTEND=noninteractive
archive=/srv/packages
brought=/tmp/quorate-packages.tar

cp "$recipe/rootfs/etc/dpkg/dpkg.cfg.d/quorate" /etc/dpkg/dpkg.cfg.d/
options=/etc/apt/apt.conf.d/50quorate
printf '%s\n' 'APT::Install-Recommends "false";' 'Acquire::Languages "none";' >"$options"

# What a learner is to install is not there yet, nor what would work against it: the clock and the packages are theirs.
# shellcheck disable=SC2086 # a list of words
present=$(dpkg-query --show --showformat '${Package} ${db:Status-Abbrev}\n' \
  $packages systemd-timesyncd unattended-upgrades 2>/dev/null | sed -n 's/ .i.*//p')
# shellcheck disable=SC2086
[ -z "$present" ] || apt-get -qq purge $present

if [ ! -e "$archive/Release" ]; then
  rm -rf "$archive" "$archive.new"
  if [ -e "$brought" ]; then
    mkdir "$archive.new"
    tar --extract --file "$brought" --directory "$archive.new"
  else
    apt-get -qq update
    command -v apt-ftparchive >/dev/null || apt-get -qq install apt-utils
    QUORATE_PACKAGES="$base $packages" QUORATE_ARCHIVE=$archive.new MMDEBSTRAP_APT_CONFIG=$options \
      sh "$recipe/collect.sh" /
  fi
  mv "$archive.new" "$archive"
fi
rm -f "$brought"

# From here on there is no other archive.
rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
cp "$recipe/rootfs/etc/apt/sources.list.d/quorate.sources" /etc/apt/sources.list.d/
apt-get -qq update
# shellcheck disable=SC2086
apt-get -qq install $base

# Keys of the machine's own are among what an image has to lose. Whatever happens, Vagrant can come in once more.
trap 'ssh-keygen -A >/dev/null' EXIT
# What is switched on or off here is so from the next boot on; a busy manager of services would be waited for in vain.
export SYSTEMD_OFFLINE=1
QUORATE_RECIPE=$recipe sh "$recipe/customize.sh" /
sh "$recipe/machine.sh" /
# The lab has no name server, whatever the network of the first card offers.
mkdir -p /etc/dhcp/dhclient-enter-hooks.d
echo 'make_resolv_conf() { :; }' >/etc/dhcp/dhclient-enter-hooks.d/quorate
rm -r "$recipe"
