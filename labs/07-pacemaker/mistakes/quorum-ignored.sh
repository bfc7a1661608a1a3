#!/bin/bash
# A recipe for clusters of two, which is wrong there as well.
set -euo pipefail

crm configure property no-quorum-policy=ignore
