#!/bin/bash
# Listen on this controller's management address, and on nothing else.
set -euo pipefail

case $(hostname) in
  controller1) address={{controller1}} ;;
  controller2) address={{controller2}} ;;
  controller3) address={{controller3}} ;;
esac

sed -i -E '/^-[lpU]/d' /etc/memcached.conf
cat >> /etc/memcached.conf <<CONF
-p 11211
-l $address
-U 0
CONF

systemctl reset-failed memcached
systemctl restart memcached
timeout 10 bash -c "until nc -z $address 11211; do sleep 0.1; done"
