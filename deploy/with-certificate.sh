#!/bin/sh
# with-certificate.sh <folder> <command that puts the certificate there …> -- <program …>: in a container, starts a program
# once there is a certificate, and has it take a renewed one within a day: HAProxy and coturn both do so on USR2, and end
# nothing that goes through them. Started through with-settings.sh.
set -eu

here=$(dirname "$0")
folder=$1
shift
prepare=
while [ "$1" != -- ]; do
  prepare="$prepare $1"
  shift
done
shift

# shellcheck disable=SC2086 # one word a parameter
until $prepare; do sleep 5; done

"$@" &
program=$!
trap 'kill "$program"' TERM INT

while sleep 86400; do
  # shellcheck disable=SC2086 # one word a parameter
  if ! "$here/certificate.sh" --same "$folder" && $prepare; then kill -USR2 "$program"; fi
done &

code=0
wait "$program" || code=$?
# A signal ends the first wait; the program itself ends a moment later.
wait "$program" 2>/dev/null || true
exit "$code"
