#!/bin/bash
# Two letters changed places. chronyd goes on looking for the name, and says nothing.
set -euo pipefail

sed -i 's/^peer controller3/peer contorller3/' /etc/chrony/chrony.conf
systemctl restart chrony
