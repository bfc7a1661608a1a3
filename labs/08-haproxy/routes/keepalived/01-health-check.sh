#!/bin/bash
# A health check that runs all the time, instead of one that systemd starts for each question.
set -euo pipefail

case $(hostname) in
  controller1) address={{controller1}} ;;
  controller2) address={{controller2}} ;;
  controller3) address={{controller3}} ;;
esac

install -o root -g mysql -m 640 /dev/stdin /etc/mysql/health.cnf <<'CONF'
[client]
user = clustercheck
password = {{healthCheckPassword}}
CONF

install -m 755 /dev/stdin /usr/local/bin/galera-health <<'CHECK'
#!/usr/bin/python3
"""200 where this node of Galera is Synced in the primary component, 503 everywhere else."""
import http.server
import subprocess
import sys

question = "show status where variable_name in ('wsrep_cluster_status', 'wsrep_local_state')"


class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        command = ['mariadb', '--defaults-file=/etc/mysql/health.cnf', '--connect-timeout=1', '-NBe', question]
        try:
            lines = subprocess.run(command, capture_output=True, text=True, timeout=2).stdout.split('\n')
        except subprocess.TimeoutExpired:
            lines = []
        values = dict(line.split('\t') for line in lines if '\t' in line)
        ready = values == {'wsrep_cluster_status': 'Primary', 'wsrep_local_state': '4'}
        body = f'{values or "no database"}\r\n'.encode()
        self.send_response(200 if ready else 503)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer((sys.argv[1], 9200), Health).serve_forever()
CHECK

cat > /etc/systemd/system/galera-health.service <<UNIT
[Unit]
Description=Health check of Galera
Wants=network-online.target
After=network-online.target

[Service]
User=mysql
ExecStart=/usr/local/bin/galera-health $address
Restart=always
RestartSec=1

[Install]
WantedBy=multi-user.target
UNIT

systemctl daemon-reload
systemctl enable --quiet galera-health
systemctl restart galera-health
timeout 60 bash -c "until curl -sf --max-time 3 http://$address:9200/ >/dev/null; do sleep 0.5; done" ||
  { echo 'the health check does not say 200 after 60 s:' >&2; curl -si --max-time 3 "http://$address:9200/" >&2; exit 1; }
