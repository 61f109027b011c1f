#!/bin/sh
# renew.sh: has HAProxy and coturn take a certificate that was renewed since they took theirs; what goes through them goes
# on. Nothing is done where none was. Started through with-settings.sh, once a day.
set -eu

here=$(dirname "$0")
for service in haproxy coturn; do
  folder=/run/ringway-$service
  [ -d "$folder" ] || continue
  "$here/certificate.sh" --same "$folder" || systemctl try-reload-or-restart "$service.service"
done
