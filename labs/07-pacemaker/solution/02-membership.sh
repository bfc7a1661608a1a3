#!/bin/bash
# One corosync.conf and one key for all three, over both networks.
set -euo pipefail

wanted=$(mktemp)
trap 'rm -f "$wanted"' EXIT
cat > "$wanted" <<'CONF'
totem {
    version: 2
    cluster_name: {{pacemakerName}}
    transport: knet
    link_mode: passive
    crypto_cipher: aes256
    crypto_hash: sha256
    token: 3000
}

nodelist {
    node {
        name: controller1
        nodeid: 1
        ring0_addr: {{controller1}}
        ring1_addr: {{controller1Cluster}}
    }
    node {
        name: controller2
        nodeid: 2
        ring0_addr: {{controller2}}
        ring1_addr: {{controller2Cluster}}
    }
    node {
        name: controller3
        nodeid: 3
        ring0_addr: {{controller3}}
        ring1_addr: {{controller3Cluster}}
    }
}

quorum {
    provider: corosync_votequorum
}

logging {
    to_logfile: yes
    logfile: /var/log/corosync/corosync.log
    to_syslog: yes
    timestamp: on
}
CONF

before=$(sha256sum /etc/corosync/corosync.conf /etc/corosync/authkey 2>/dev/null || true)
install -m 644 "$wanted" /etc/corosync/corosync.conf
if [ "$(hostname)" = controller1 ]; then
  [ -s /etc/corosync/authkey ] || corosync-keygen > /dev/null
else
  # controller1 makes the key; it is there as soon as it can be copied.
  timeout 60 bash -c 'until scp -q -p controller1:/etc/corosync/authkey /etc/corosync/authkey 2>/dev/null; do sleep 0.5; done' ||
    { echo 'controller1 has no /etc/corosync/authkey to copy' >&2; exit 1; }
fi
chmod 400 /etc/corosync/authkey

if [ "$before" != "$(sha256sum /etc/corosync/corosync.conf /etc/corosync/authkey)" ]; then
  systemctl stop pacemaker
  systemctl restart corosync
fi
systemctl start corosync pacemaker

# Quorum comes within seconds. Pacemaker then elects a coordinator, which takes some twenty seconds more.
timeout 120 bash -c 'until crm_mon -1 2>/dev/null | grep -q "Online: \[ controller1 controller2 controller3 \]"; do sleep 1; done' ||
  { echo 'the three controllers are not online together after 120 s' >&2; exit 1; }
