#!/bin/bash
# A frontend and a backend, names instead of addresses, a transparent socket instead of the kernel's setting.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq haproxy

cat > /etc/haproxy/haproxy.cfg <<'CONF'
global
  log /dev/log local0
  stats socket unix@/run/haproxy/stats.sock mode 600 level user
  user haproxy
  group haproxy

defaults tcp
  mode tcp
  timeout connect 2s
  timeout client 10m
  timeout server 10m
  default-server check inter 1s fall 3 rise 2 on-marked-down shutdown-sessions

frontend database-in from tcp
  bind {{vip}}:3306 transparent
  default_backend databases

backend databases from tcp
  balance leastconn
  option httpchk
  http-check connect port 9200
  http-check send meth GET uri /ready
  http-check expect status 200
  server db2 controller2:3306
  server db1 controller1:3306 backup
  server db3 controller3:3306 backup
CONF
haproxy -c -q -f /etc/haproxy/haproxy.cfg
systemctl enable --quiet haproxy
systemctl restart haproxy
timeout 30 bash -c 'until ss -Hltn "src {{vip}} and sport = :3306" | grep -q .; do sleep 0.5; done'
