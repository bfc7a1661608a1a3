#!/bin/bash
# Started by hand, and never enabled.
set -euo pipefail

systemctl disable --quiet lab-api
