#!/bin/bash
# HAProxy's own page about its servers: on the management address, behind a password.
set -euo pipefail

case $(hostname) in
  controller1) address={{controller1}} ;;
  controller2) address={{controller2}} ;;
  controller3) address={{controller3}} ;;
esac

file=/etc/haproxy/haproxy.cfg
wanted=$(cat <<CONF

listen statistics
    bind $address:8404
    mode http
    stats enable
    stats uri /
    stats refresh 5s
    stats auth admin:{{statisticsPassword}}
CONF
)

# The section ends with the file, or with an empty line where another one follows.
if [ "$(sed -n '/^listen statistics$/,/^$/p' "$file")" != "${wanted#$'\n'}" ]; then
  sed -i '/^listen statistics$/,/^$/d' "$file"
  echo "$wanted" >> "$file"
  haproxy -c -q -f "$file"
  systemctl reload haproxy
fi

timeout 30 bash -c "until curl -sf --max-time 3 -o /dev/null -u admin:{{statisticsPassword}} http://$address:8404/; do sleep 0.5; done" ||
  { echo 'the statistics do not answer after 30 s:' >&2; journalctl -u haproxy -n 5 --no-pager >&2; exit 1; }
