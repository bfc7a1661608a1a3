#!/bin/bash
# Clients on the management network, replication on the cluster network. Read when the server starts: the next task.
set -euo pipefail

case $(hostname) in
  controller1) management={{controller1}} cluster={{controller1Cluster}} ;;
  controller2) management={{controller2}} cluster={{controller2Cluster}} ;;
  controller3) management={{controller3}} cluster={{controller3Cluster}} ;;
esac

file=/etc/mysql/mariadb.conf.d/99-openstack.cnf
wanted=$(cat <<CONF
[mysqld]
bind-address = $management
max_connections = 1024
default_storage_engine = InnoDB
binlog_format = ROW
innodb_autoinc_lock_mode = 2
innodb_flush_log_at_trx_commit = 1

[galera]
wsrep_on = ON
wsrep_provider = /usr/lib/galera/libgalera_smm.so
wsrep_cluster_name = {{galeraName}}
wsrep_cluster_address = gcomm://{{controller1Cluster}},{{controller2Cluster}},{{controller3Cluster}}
wsrep_node_name = $(hostname)
wsrep_node_address = $cluster
wsrep_sst_method = rsync
wsrep_provider_options = "gcache.size=64M; gmcast.listen_addr=tcp://$cluster:4567"
CONF
)

# Its time says whether the running server has read it.
[ "$(cat "$file" 2>/dev/null)" = "$wanted" ] || echo "$wanted" > "$file"
