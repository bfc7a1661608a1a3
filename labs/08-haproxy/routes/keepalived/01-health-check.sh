#!/bin/bash
# The health check behind xinetd instead of a socket of systemd.
set -euo pipefail

case $(hostname) in
  controller1) address={{controller1}} ;;
  controller2) address={{controller2}} ;;
  controller3) address={{controller3}} ;;
esac

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq xinetd

install -o root -g mysql -m 640 /dev/stdin /etc/mysql/clustercheck.cnf <<'CONF'
[client]
user = clustercheck
password = {{healthCheckPassword}}
CONF

install -m 755 /dev/stdin /usr/local/bin/clustercheck <<'CHECK'
#!/bin/bash
# 200 where this node of Galera is Synced in the primary component, 503 everywhere else.
IFS= read -r -t 1 request
ready=$(timeout 2 mariadb --defaults-file=/etc/mysql/clustercheck.cnf --connect-timeout=1 -NBe "
  select group_concat(variable_value order by variable_name) from information_schema.global_status
  where variable_name in ('wsrep_cluster_status', 'wsrep_local_state')" 2>/dev/null)
if [ "$ready" = Primary,4 ]; then answer='200 OK'; else answer='503 Service Unavailable'; fi
printf 'HTTP/1.0 %s\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n%s\r\n' "$answer" "${ready:-no database}"
CHECK

cat > /etc/xinetd.d/clustercheck <<CONF
service clustercheck
{
  type = UNLISTED
  port = 9200
  bind = $address
  socket_type = stream
  protocol = tcp
  wait = no
  user = mysql
  server = /usr/local/bin/clustercheck
  only_from = {{prefix}}.0.0/24
  log_on_failure =
  log_on_success =
  cps = 100 1
  per_source = UNLIMITED
}
CONF

systemctl enable --quiet xinetd
systemctl restart xinetd
timeout 60 bash -c "until curl -sf --max-time 3 http://$address:9200/ >/dev/null; do sleep 0.5; done" ||
  { echo 'the health check does not say 200 after 60 s:' >&2; curl -si --max-time 3 "http://$address:9200/" >&2; exit 1; }
