#!/bin/bash
# An API on every controller, and HAProxy at the VIP in front of all three of them at once.
set -euo pipefail

case $(hostname) in
  controller1) address={{controller1}} ;;
  controller2) address={{controller2}} ;;
  controller3) address={{controller3}} ;;
esac

install -m 755 /dev/stdin /usr/local/bin/lab-api <<'API'
#!/usr/bin/python3
# Stands in for an API of OpenStack: tells which controller answers.
import http.server
import socket


class Api(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f'{socket.gethostname()}\n'.encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


own = (socket.gethostname(), 8774)
http.server.ThreadingHTTPServer(own, Api).serve_forever()
API

cat > /etc/systemd/system/lab-api.service <<'UNIT'
[Unit]
Description=Stands in for an API of OpenStack

[Service]
User=nobody
ExecStart=/usr/local/bin/lab-api
Restart=always
RestartSec=1

[Install]
WantedBy=multi-user.target
UNIT

systemctl daemon-reload
systemctl enable --quiet --now lab-api

file=/etc/haproxy/haproxy.cfg
wanted=$(cat <<'CONF'

listen api
    bind {{vip}}:8774
    mode http
    balance roundrobin
    option httpchk GET /healthcheck
    timeout client 1m
    timeout server 1m
    default-server inter 2s fastinter 1s rise 2 fall 2
    server controller1 {{controller1}}:8774 check
    server controller2 {{controller2}}:8774 check
    server controller3 {{controller3}}:8774 check
CONF
)

if [ "$(sed -n '/^listen api$/,$p' "$file")" != "${wanted#$'\n'}" ]; then
  sed -i '/^listen api$/,$d' "$file"
  sed -i '${/^$/d}' "$file"
  echo "$wanted" >> "$file"
  haproxy -c -q -f "$file"
  systemctl reload haproxy
fi

timeout 60 bash -c "until curl -sf --max-time 3 -o /dev/null http://$address:8774/ &&
  echo 'show stat' | socat - /run/haproxy/admin.sock | grep -c '^api,controller.,.*,UP,' | grep -qx 3; do sleep 0.5; done" ||
  { echo 'the API does not answer on all controllers after 60 s:' >&2
    echo 'show stat' | socat - /run/haproxy/admin.sock | grep '^api,' | cut -d, -f 2,18,37 >&2; exit 1; }
