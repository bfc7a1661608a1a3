#!/bin/bash
# A device that does not say whom it is for may be used against anybody.
set -euo pipefail

crm_resource --resource fence-controller1 --delete-parameter pcmk_host_list
