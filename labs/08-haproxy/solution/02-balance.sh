#!/bin/bash
# HAProxy at the VIP: one database gets all clients, two stand by, and each is asked for its health.
set -euo pipefail

# Two controllers of three do not have the VIP, and HAProxy runs there, too.
echo 'net.ipv4.ip_nonlocal_bind = 1' > /etc/sysctl.d/60-haproxy.conf
sysctl --quiet --load /etc/sysctl.d/60-haproxy.conf

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq haproxy

file=/etc/haproxy/haproxy.cfg
wanted=$(cat <<'CONF'
global
    log /dev/log local0
    chroot /var/lib/haproxy
    stats socket /run/haproxy/admin.sock mode 660 level admin
    user haproxy
    group haproxy
    maxconn 4000

defaults
    log global
    option redispatch
    retries 3
    timeout connect 2s
    timeout check 3s
    timeout client 30m
    timeout server 30m

listen galera
    bind {{vip}}:3306
    mode tcp
    option httpchk GET /
    default-server port 9200 inter 2s fastinter 1s rise 2 fall 2 on-marked-down shutdown-sessions
    server controller1 {{controller1}}:3306 check on-marked-up shutdown-backup-sessions
    server controller2 {{controller2}}:3306 check backup
    server controller3 {{controller3}}:3306 check backup
CONF
)

# Its time says whether the running HAProxy has read it.
if [ "$(sed '/^listen statistics/,$d' "$file")" != "$wanted" ]; then
  echo "$wanted" > "$file"
  haproxy -c -q -f "$file"
  systemctl reload-or-restart haproxy
fi
systemctl start haproxy

timeout 30 bash -c 'until ss -Hltn "src {{vip}} and sport = :3306" | grep -q .; do sleep 0.5; done' ||
  { echo 'HAProxy does not listen at the VIP after 30 s:' >&2; journalctl -u haproxy -n 5 --no-pager >&2; exit 1; }
