#!/bin/sh
# make-secrets.sh <folder>: makes the secrets that Ringway shares with coturn and with LiveKit, at the first start; later it
# changes nothing.
set -eu

folder=$1
umask 077

# make <file> <bytes> <whose>
make() {
  [ -s "$folder/$1" ] && return 0
  od -An -N"$2" -tx1 -v /dev/urandom | tr -d ' \n' >"$folder/$1.new"
  mv "$folder/$1.new" "$folder/$1"
  echo "Made $3: $folder/$1"
}

make turn.secret 32 "the relay's secret"
make livekit.key 8 "the name of LiveKit's key"
make livekit.secret 32 "LiveKit's secret"
