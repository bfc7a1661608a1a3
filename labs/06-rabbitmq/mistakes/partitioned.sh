#!/bin/bash
# The link to controller3 was lost while partitions were ignored; only then was that changed.
set -euo pipefail

ask() { rabbitmqctl -q eval "$1" 2>/dev/null; }
await() { # what has to be printed, by which expression
  local end=$((SECONDS + 60))
  until [ "$(ask "$2")" = "$1" ]; do
    [ $SECONDS -lt $end ] || { echo "not $1: $2"; exit 1; }
    sleep 1
  done
}
handling() { ask "application:set_env(rabbit, cluster_partition_handling, $1)." >/dev/null; }
cut() {
  nft -f - <<'NFT'
table inet mistake {
  chain output {
    type filter hook output priority 0
    oifname != "lo" tcp flags & rst == 0 tcp dport { 4369, 25672 } reject with tcp reset
    oifname != "lo" tcp flags & rst == 0 tcp sport 25672 reject with tcp reset
  }
  chain input {
    type filter hook input priority 0
    iifname != "lo" tcp flags & rst == 0 tcp dport { 4369, 25672 } reject with tcp reset
    iifname != "lo" tcp flags & rst == 0 tcp sport 25672 reject with tcp reset
  }
}
NFT
}

if [ "$(hostname)" = controller3 ]; then
  for node in controller1 controller2; do
    await ignore "rpc:call(rabbit@$node, application, get_env, [rabbit, cluster_partition_handling, none])."
  done
  handling ignore
  cut
  await 0 'length(nodes()).'
  nft delete table inet mistake
else
  handling ignore
fi
await true 'rabbit_node_monitor:partitions() =/= [] orelse
  lists:any(fun(Node) -> rpc:call(Node, rabbit_node_monitor, partitions, []) =/= [] end, nodes()).'
sleep 2
handling pause_minority
