#!/bin/sh
# certificate.sh [--same] <folder>: copies the certificate that Caddy keeps, or the one that settings.env gives, to
# <folder>/tls.crt and tls.key, for HAProxy and coturn; that of the relay's own name, where Caddy keeps one, to turn.crt
# and turn.key. Fails while there is none. With --same it only says, by its exit code, whether the folder has it already.
# Started through with-settings.sh.
set -eu

only_same=
if [ "$1" = --same ]; then
  only_same=yes
  shift
fi
folder=$1
storage=${CADDY_STORAGE:-/var/lib/caddy/.local/share/caddy}

# find_certificate <name>: sets certificate and key.
find_certificate() {
  if [ "$CERTIFICATES" = given ]; then
    certificate=$CERTIFICATE
    key=$CERTIFICATE_KEY
  else
    # One folder an authority; the newest certificate counts.
    certificate=$(find "$storage/certificates" -name "$1.crt" -printf '%T@ %p\n' 2>/dev/null | sort -rn | head -n 1 | cut -d' ' -f2-)
    key=${certificate%.crt}.key
  fi
  if [ ! -s "$certificate" ] || [ ! -s "$key" ]; then
    echo "There is no certificate of $1 yet." >&2
    exit 1
  fi
}

# take <name> <as what>
take() {
  find_certificate "$1"
  if [ -n "$only_same" ]; then
    cmp -s "$certificate" "$folder/$2.crt" && cmp -s "$key" "$folder/$2.key" || exit 1
    return 0
  fi
  umask 077
  cp "$key" "$folder/$2.key.new"
  cp "$certificate" "$folder/$2.crt.new"
  if [ "$(id -u)" = 0 ]; then chown --reference="$folder" "$folder/$2.key.new" "$folder/$2.crt.new"; fi
  mv "$folder/$2.key.new" "$folder/$2.key"
  mv "$folder/$2.crt.new" "$folder/$2.crt"
}

take "$HOST_NAME" tls
if [ "$RELAY" = own_name ]; then take "$TURN_HOST_NAME" turn; fi
