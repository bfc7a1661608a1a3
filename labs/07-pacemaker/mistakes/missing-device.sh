#!/bin/bash
# Two devices seem enough as long as it is one of these two that fails.
set -euo pipefail

crm --force configure delete fence-controller3-elsewhere fence-controller3
