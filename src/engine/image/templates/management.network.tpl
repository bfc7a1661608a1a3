# API, clients and the virtual address.
[Match]
Name=eth0

[Network]
Address={{ config_get("user.quorate.management", "") }}/24
LinkLocalAddressing=no
IPv6AcceptRA=no
