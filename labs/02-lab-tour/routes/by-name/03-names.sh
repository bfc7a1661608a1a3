#!/bin/bash
# A full name with a short one beside it, above all the others.
set -euo pipefail

sed -i -E '/[[:space:]]api([[:space:]]|$)/d' /etc/hosts
sed -i '1i {{vip}} api.example.org api' /etc/hosts
