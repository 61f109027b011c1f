#!/bin/sh
# coturn/configure.sh <folder> <file of the secret>: writes what coturn reads, turnserver.conf and the certificate, to a
# folder that it alone reads. Started through with-settings.sh; fails while there is no certificate.
set -eu

here=$(dirname "$0")
folder=$1
secret=$2
relay=${TURN_HOST_NAME:-$HOST_NAME}

"$here/../certificate.sh" "$relay" "$folder"

umask 077
{
  cat "$here/turnserver.conf"
  echo
  echo "realm=$HOST_NAME"
  echo "server-name=$relay"
  echo "external-ip=$PUBLIC_ADDRESS"
  echo "cert=$folder/tls.crt"
  echo "pkey=$folder/tls.key"
  printf 'static-auth-secret=%s\n' "$(cat "$secret")"
} >"$folder/turnserver.conf.new"
if [ "$(id -u)" = 0 ]; then chown --reference="$folder" "$folder/turnserver.conf.new"; fi
mv "$folder/turnserver.conf.new" "$folder/turnserver.conf"
