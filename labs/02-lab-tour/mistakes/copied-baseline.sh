#!/bin/bash
# What controller1 measured: it has the way to this controller, and not the way to controller1.
set -euo pipefail

scp -q -o BatchMode=yes controller1:/root/baseline.txt /root/baseline.txt
