#!/bin/bash
# Copied from the device before it: the address is another machine's. The device starts and says that all is well.
set -euo pipefail

crm_resource --resource fence-controller2 --set-parameter systems_uri --parameter-value /redfish/v1/Systems/controller3
