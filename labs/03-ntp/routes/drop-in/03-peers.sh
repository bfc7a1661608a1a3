#!/bin/bash
# The peers by address, all three in one file that is the same everywhere: chronyd does not follow itself.
set -euo pipefail

cat > /etc/chrony/sources.d/controllers.sources <<'SOURCES'
peer {{controller1}} minpoll 2 maxpoll 3
peer {{controller2}} minpoll 2 maxpoll 3
peer {{controller3}} minpoll 2 maxpoll 3
SOURCES
echo 'local stratum 12 orphan' > /etc/chrony/conf.d/orphan.conf

systemctl restart chrony
timeout 30 bash -c "until chronyc -n -c sources | grep -q '^^,[*+-],{{labHost}},'; do sleep 0.2; done"
