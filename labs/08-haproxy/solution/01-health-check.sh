#!/bin/bash
# Port 9200 tells whether this controller's Galera node may serve clients: a socket of systemd starts a script for each question.
set -euo pipefail

case $(hostname) in
  controller1) address={{controller1}} ;;
  controller2) address={{controller2}} ;;
  controller3) address={{controller3}} ;;
esac

install -o root -g mysql -m 640 /dev/stdin /etc/clustercheck.cnf <<'CONF'
[client]
user = clustercheck
password = {{healthCheckPassword}}
connect-timeout = 1
CONF

install -m 755 /dev/stdin /usr/local/bin/clustercheck <<'CHECK'
#!/bin/bash
# One HTTP answer: 200 where this node of Galera is Synced and in the primary component, 503 everywhere else.
while IFS= read -r -t 1 line && [ -n "${line%$'\r'}" ]; do :; done

values=$(timeout 2 mariadb --defaults-file=/etc/clustercheck.cnf -NBe \
  "show status where variable_name in ('wsrep_local_state', 'wsrep_cluster_status')" 2>/dev/null)
state=$(awk '/wsrep_local_state/ { print $2 }' <<<"$values")
status=$(awk '/wsrep_cluster_status/ { print $2 }' <<<"$values")

if [ "$state" = 4 ] && [ "$status" = Primary ]; then
  code='200 OK' text='Galera cluster node is synced.'
else
  code='503 Service Unavailable' text="Galera cluster node is not synced (state=$state status=$status)."
fi
printf 'HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s\r\n' \
  "$code" "$((${#text} + 2))" "$text"
CHECK

socket=/etc/systemd/system/clustercheck.socket
service=/etc/systemd/system/clustercheck@.service
wanted=$(cat <<UNIT
[Unit]
Description=Health check of Galera

[Socket]
ListenStream=$address:9200
FreeBind=true
Accept=yes
MaxConnections=64

[Install]
WantedBy=sockets.target
UNIT
)
started=$(cat <<'UNIT'
[Unit]
Description=Health check of Galera
CollectMode=inactive-or-failed

[Service]
User=mysql
ExecStart=/usr/local/bin/clustercheck
StandardInput=socket
StandardOutput=socket
StandardError=journal
LogLevelMax=warning
UNIT
)

# A socket that listens as it should is left alone: while it is restarted, HAProxy is refused. And nobody may be asked
# while half of a file is written: the socket would fail.
if [ "$(cat "$socket" "$service" 2>/dev/null)" != "$wanted"$'\n'"$started" ] ||
  [ -z "$(ss -Hltn "src $address and sport = :9200")" ]; then
  systemctl stop clustercheck.socket 2>/dev/null || true
  echo "$wanted" > "$socket"
  echo "$started" > "$service"
fi

systemctl daemon-reload
systemctl enable --quiet clustercheck.socket

# The port is free only when every process that systemd was just starting has closed the old socket as well; and after
# five attempts in ten seconds systemd refuses.
listens=
for attempt in $(seq 10); do
  systemctl reset-failed clustercheck.socket 2>/dev/null || true
  if systemctl start clustercheck.socket; then listens=yes && break; fi
  sleep 1
done
[ -n "$listens" ] || { systemctl status --no-pager --full clustercheck.socket >&2; ss -Hltnp 'sport = :9200' >&2; exit 1; }

timeout 60 bash -c "until curl -sf --max-time 3 http://$address:9200/ >/dev/null; do sleep 0.5; done" ||
  { echo 'the health check does not say 200 after 60 s:' >&2; curl -si --max-time 3 "http://$address:9200/" >&2; exit 1; }
