#!/bin/bash
# Another API, files of a web server; a frontend and a backend, names instead of addresses, the one with the fewest connections.
set -euo pipefail

mkdir -p /srv/api
echo "$(hostname) answers" > /srv/api/healthcheck

cat > /etc/systemd/system/compute-api.service <<'UNIT'
[Unit]
Description=Stands in for the API of Compute
After=network-online.target
Wants=network-online.target

[Service]
User=nobody
ExecStart=/usr/bin/python3 -m http.server --bind %H --directory /srv/api 8774
Restart=on-failure
RestartSec=1

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable --quiet --now compute-api

if ! grep -q '^frontend compute-in' /etc/haproxy/haproxy.cfg; then
  cat >> /etc/haproxy/haproxy.cfg <<'CONF'

frontend compute-in
  mode http
  bind {{vip}}:8774 transparent
  default_backend computes

backend computes
  mode http
  balance leastconn
  option httpchk GET /healthcheck
  http-check expect status 200
  server api3 controller3:8774
  server api1 controller1:8774
  server api2 controller2:8774
CONF
  haproxy -c -q -f /etc/haproxy/haproxy.cfg
  systemctl reload haproxy
fi

timeout 60 bash -c 'until echo "show stat" | socat - /run/haproxy/stats.sock | grep -c "^computes,api.,.*,UP," | grep -qx 3; do sleep 0.5; done' ||
  { echo 'the API does not answer on all controllers after 60 s:' >&2
    echo 'show stat' | socat - /run/haproxy/stats.sock | grep '^computes,' | cut -d, -f 2,18,37 >&2; exit 1; }
