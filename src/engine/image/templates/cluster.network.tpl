# Replication and heartbeat.
[Match]
Name=eth1

[Network]
Address={{ config_get("user.quorate.cluster", "") }}/24
LinkLocalAddressing=no
IPv6AcceptRA=no
