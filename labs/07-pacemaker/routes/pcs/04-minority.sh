#!/bin/bash
# A minority demotes, which stops whatever cannot be demoted.
set -euo pipefail

# The witness and the cut: later tasks use them again.
case "$(hostname)" in
  controller1)
    cat > /root/holders <<'SH'
#!/bin/bash
has() {
  ssh -n -o ConnectTimeout=1 $1 \
    'ip -4 -brief address | grep -qF " {{vip}}/" && hostname' 2>/dev/null
}
while sleep 1; do
  echo $(date +%T) $(cat <(has {{controller1Cluster}}) \
    <(has {{controller2Cluster}}) <(has {{controller3Cluster}}))
done
SH
    chmod +x /root/holders
    ;;
  controller3)
    cat > /root/cut.nft <<'NFT'
table inet cut {
  chain incoming {
    type filter hook input priority -10;
    udp dport 5405-5412 drop
  }
  chain outgoing {
    type filter hook output priority -10;
    udp dport 5405-5412 drop
  }
}
NFT
    ;;
esac

[ "$(hostname)" = controller2 ] || exit 0

pcs property set no-quorum-policy=demote
