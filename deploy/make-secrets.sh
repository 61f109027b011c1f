#!/bin/sh
# make-secrets.sh <folder>: makes the secret that Ringway and coturn share, at the first start; later it changes nothing.
set -eu

file=$1/turn.secret
[ -s "$file" ] && exit 0
umask 077
od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$file.new"
mv "$file.new" "$file"
echo "Made the relay's secret: $file"
