#!/bin/bash
# Keepalived holds the VIP. A holder that sees no other controller gives it up before the others take it.
set -euo pipefail

case $(hostname) in
  controller1) address={{controller1}} priority=103 ;;
  controller2) address={{controller2}} priority=102 ;;
  controller3) address={{controller3}} priority=101 ;;
esac
card=$(ip -4 -oneline address show | awk -v address="$address" 'index($4, address "/") == 1 { print $2; exit }')

# One program only may hold the address.
if [ "$(hostname)" = controller1 ] && crm_resource --query-xml --resource vip >/dev/null 2>&1; then
  crm --wait resource stop vip
  crm configure delete vip
fi
timeout 60 bash -c 'while crm_resource --query-xml --resource vip >/dev/null 2>&1; do sleep 0.5; done'

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq keepalived

install -m 755 /dev/stdin /etc/keepalived/haproxy-serves <<'CHECK'
#!/bin/bash
# HAProxy answers here, and has a database that is up.
echo 'show stat' | timeout 1 socat - /run/haproxy/stats.sock | grep -q '^databases,BACKEND,.*,UP,'
CHECK

install -m 755 /dev/stdin /etc/keepalived/sees-others <<'CHECK'
#!/bin/bash
# At least one of the other controllers answers.
for name in controller1 controller2 controller3; do
  [ "$name" = "$(hostname)" ] && continue
  timeout 1 bash -c "exec 3<>/dev/tcp/$name/22" 2>/dev/null && exit 0
done
exit 1
CHECK

cat > /etc/keepalived/keepalived.conf <<CONF
global_defs {
    router_id $(hostname)
    script_user root
}

vrrp_script haproxy_serves {
    script /etc/keepalived/haproxy-serves
    interval 2
    timeout 2
    fall 2
    rise 2
}

vrrp_script sees_others {
    script /etc/keepalived/sees-others
    interval 2
    timeout 3
    fall 1
    rise 2
}

vrrp_instance api
{
    state BACKUP
    nopreempt
    interface $card
    virtual_router_id 51
    priority $priority
    # The others take over after three of these: later than a holder without neighbours gives up.
    advert_int 4
    unicast_src_ip $address
    unicast_peer {
$(for peer in {{controller1}} {{controller2}} {{controller3}}; do [ "$peer" = "$address" ] || echo "        $peer"; done)
    }
    authentication {
        auth_type PASS
        auth_pass {{vrrpPassword}}
    }
    virtual_ipaddress {
        {{vip}}/24 dev $card
    }
    track_script {
        haproxy_serves
        sees_others
    }
}
CONF

systemctl enable --quiet keepalived
systemctl restart keepalived
timeout 60 bash -c 'until timeout 3 mariadb -h {{vip}} -u openstack -p{{dbPassword}} -e "select 1" >/dev/null 2>&1; do sleep 1; done' ||
  { echo 'no database at the VIP after 60 s:' >&2; journalctl -u keepalived -n 10 --no-pager >&2; exit 1; }
