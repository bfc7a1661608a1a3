#!/bin/bash
# The address in a systemd drop-in instead of /etc/memcached.conf, and the loopback address in addition.
set -euo pipefail

case $(hostname) in
  controller1) address={{controller1}} ;;
  controller2) address={{controller2}} ;;
  controller3) address={{controller3}} ;;
esac

mkdir -p /etc/systemd/system/memcached.service.d
cat > /etc/systemd/system/memcached.service.d/openstack.conf <<CONF
[Service]
ExecStart=
ExecStart=/usr/bin/memcached -u memcache -l $address,127.0.0.1
CONF

systemctl daemon-reload
systemctl restart memcached
timeout 10 bash -c "until nc -z $address 11211; do sleep 0.1; done"
