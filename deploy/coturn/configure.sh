#!/bin/sh
# coturn/configure.sh <folder> <file of the secret>: writes what coturn reads, turnserver.conf and the certificate, to a
# folder that it alone reads. Started through with-settings.sh; fails while there is no certificate.
set -eu

here=$(dirname "$0")
folder=$1
secret=$2
relay=${TURN_HOST_NAME:-$HOST_NAME}

"$here/../certificate.sh" "$folder"
if [ "$RELAY" = own_name ]; then certificate=$folder/turn; else certificate=$folder/tls; fi

umask 077
{
  cat "$here/turnserver.conf"
  echo
  echo "realm=$HOST_NAME"
  echo "server-name=$relay"
  # Without this line coturn relays from whatever address it was reached at: from loopback, to nowhere.
  echo "relay-ip=$RELAY_ADDRESS"
  if [ "$RELAY_ADDRESS" = "$PUBLIC_ADDRESS" ]; then
    echo "external-ip=$PUBLIC_ADDRESS"
  else
    # Two people who both need the relay reach each other at its own address, which is a private one here.
    echo "external-ip=$PUBLIC_ADDRESS/$RELAY_ADDRESS"
    echo "allowed-peer-ip=$RELAY_ADDRESS"
  fi
  echo "cert=$certificate.crt"
  echo "pkey=$certificate.key"
  printf 'static-auth-secret=%s\n' "$(cat "$secret")"
} >"$folder/turnserver.conf.new"
if [ "$(id -u)" = 0 ]; then chown --reference="$folder" "$folder/turnserver.conf.new"; fi
mv "$folder/turnserver.conf.new" "$folder/turnserver.conf"
