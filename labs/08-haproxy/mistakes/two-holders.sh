#!/bin/bash
# Somebody gave the address to one more controller by hand.
set -euo pipefail

ip -4 -oneline address show | grep -q 'inet {{vip}}/' && exit 0
case $(hostname) in
  controller1) address={{controller1}} ;;
  controller2) address={{controller2}} ;;
  controller3) address={{controller3}} ;;
esac
card=$(ip -4 -oneline address show | awk -v address="$address" 'index($4, address "/") == 1 { print $2 }')
ip address add {{vip}}/24 dev "$card"
