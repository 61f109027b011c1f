#!/bin/sh
# coturn/run.sh <folder> <file of the secret>: coturn in a container. It starts once there is a certificate, and takes a
# renewed one within a day. Started through with-settings.sh.
set -eu

configure="$(dirname "$0")/configure.sh"
until "$configure" "$1" "$2"; do sleep 5; done

turnserver -c "$1/turnserver.conf" --pidfile= --log-file=stdout &
relay=$!
trap 'kill "$relay"' TERM INT

while sleep 86400; do
  if "$configure" "$1" "$2"; then kill -USR2 "$relay"; fi
done &

code=0
wait "$relay" || code=$?
# A signal ends the first wait; the relay itself ends a moment later.
wait "$relay" 2>/dev/null || true
exit "$code"
