#!/bin/bash
# Debian's own file for it, options with hyphens, ports in the addresses; clients on the loopback address as well.
set -euo pipefail

case $(hostname) in
  controller1) management={{controller1}} cluster={{controller1Cluster}} ;;
  controller2) management={{controller2}} cluster={{controller2Cluster}} ;;
  controller3) management={{controller3}} cluster={{controller3Cluster}} ;;
esac

file=/etc/mysql/mariadb.conf.d/60-galera.cnf
wanted=$(cat <<CONF
[mariadb]
bind-address = $management,127.0.0.1
innodb-flush-log-at-trx-commit = 1
innodb-autoinc-lock-mode = 2
binlog-format = row
default-storage-engine = innodb

wsrep-on = 1
wsrep-provider = /usr/lib/libgalera_smm.so
wsrep-cluster-name = "{{galeraName}}"
wsrep-cluster-address = "gcomm://{{controller1Cluster}}:4567,{{controller2Cluster}}:4567,{{controller3Cluster}}:4567"
wsrep-node-address = $cluster
wsrep-sst-method = mariabackup
wsrep-sst-auth = "transfer:{{stateTransferPassword}}"
wsrep-provider-options = "gmcast.listen_addr=tcp://$cluster:4567;gcache.size=128M;pc.recovery=TRUE"
CONF
)

[ "$(cat "$file")" = "$wanted" ] || echo "$wanted" > "$file"
chmod 600 "$file"
chown mysql: "$file"
