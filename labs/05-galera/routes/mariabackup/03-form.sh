#!/bin/bash
# controller1 begins, and makes the account of the state transfer before anybody asks for one.
set -euo pipefail

synced() {
  local state
  state=$(timeout 5 mariadb -NBe "show status where variable_name in ('wsrep_cluster_status', 'wsrep_local_state_comment')" 2>/dev/null | cut -f 2 | xargs)
  [[ $state == *Synced* && $state == *Primary* && $state != *non-Primary* ]]
}
wait_for() { timeout 120 bash -c "until $1; do sleep 0.5; done"; }

if synced; then exit 0; fi
systemctl stop mariadb

case $(hostname) in
  controller1)
    galera_new_cluster
    mariadb -e "create or replace user transfer@localhost identified by '{{stateTransferPassword}}';
      grant reload, process, lock tables, binlog monitor on *.* to transfer@localhost"
    exit 0
    ;;
  # The account has to be there, so the port is not enough; one after another, because a donor serves one at a time.
  controller2) wait_for 'ssh controller1 mariadb -e \"show grants for transfer@localhost\" >/dev/null 2>&1' ;;
  controller3) wait_for 'ssh controller2 systemctl --quiet is-active mariadb && ssh controller2 mariadb -e \"show grants for transfer@localhost\" >/dev/null 2>&1' ;;
esac

systemctl start mariadb
for attempt in {1..120}; do ! synced || exit 0; sleep 0.5; done
echo 'not Synced after 60 s' >&2
exit 1
