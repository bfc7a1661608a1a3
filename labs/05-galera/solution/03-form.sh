#!/bin/bash
# One node makes the cluster, once; the others join it one after another. Nothing happens where that is so already.
set -euo pipefail

# Prints the uuid of this node's cluster, if it is in order: a member that has read its configuration.
in_order='
  started=$(date --date "$(systemctl show mariadb --property=ExecMainStartTimestamp --value)" +%s) || exit 1
  [ "$(stat --format=%Y /etc/mysql/mariadb.conf.d/99-openstack.cnf)" -le "$started" ] || exit 1
  status=$(timeout 5 mariadb -NBe "show status like \"wsrep_%\"") || exit 1
  grep -q "^wsrep_cluster_status.Primary$" <<<"$status" || exit 1
  grep -q "^wsrep_local_state_comment.Synced$" <<<"$status" || exit 1
  sed -n "s/^wsrep_cluster_state_uuid.//p" <<<"$status"'

on() { timeout 20 ssh -o BatchMode=yes -o ConnectTimeout=5 "$1" bash -s <<<"$in_order" 2>/dev/null; }

# Waits until a controller is in order, and prints the uuid of its cluster.
await() {
  local until=$((SECONDS + 150))
  until on "$1"; do
    if ((SECONDS > until)); then echo "$1 is not in order after 150 s" >&2; exit 1; fi
    sleep 0.5
  done
}

own=$(bash -c "$in_order" 2>/dev/null || true)

case $(hostname) in
  controller1)
    other=$(on controller2 || on controller3 || true)
    if [ -n "$own" ]; then exit 0; fi
    systemctl stop mariadb
    if [ -z "$other" ]; then galera_new_cluster; fi
    ;;
  controller2) other=$(await controller1) ;;
  controller3) other=$(await controller2) ;;
esac

if [ -n "$own" ] && [ "$own" = "$other" ]; then exit 0; fi

if [ -n "$other" ]; then
  systemctl stop mariadb
  # The data of another cluster is no start: without it the node asks for a full copy.
  grep -qs "$other" /var/lib/mysql/grastate.dat || rm -f /var/lib/mysql/grastate.dat /var/lib/mysql/gvwstate.dat
  systemctl reset-failed mariadb
  systemctl start mariadb
fi

timeout 60 bash -c "until ($in_order) >/dev/null 2>&1; do sleep 0.2; done"
