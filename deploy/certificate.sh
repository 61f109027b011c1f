#!/bin/sh
# certificate.sh <name> <folder>: copies the certificate that Caddy keeps for a name, or the one that settings.env
# gives, to <folder>/tls.crt and tls.key, for the programs that are not Caddy. Fails while there is none.
set -eu

name=$1
folder=$2
storage=${CADDY_STORAGE:-/var/lib/caddy/.local/share/caddy}

if [ "${CERTIFICATES-}" = given ]; then
  certificate=${CERTIFICATE:?}
  key=${CERTIFICATE_KEY:?}
else
  # One folder an authority; the newest certificate counts.
  certificate=$(find "$storage/certificates" -name "$name.crt" -printf '%T@ %p\n' 2>/dev/null | sort -rn | head -n 1 | cut -d' ' -f2-)
  key=${certificate%.crt}.key
fi
if [ ! -s "$certificate" ] || [ ! -s "$key" ]; then
  echo "There is no certificate of $name yet." >&2
  exit 1
fi

umask 077
cp "$key" "$folder/tls.key.new"
cp "$certificate" "$folder/tls.crt.new"
if [ "$(id -u)" = 0 ]; then chown --reference="$folder" "$folder/tls.key.new" "$folder/tls.crt.new"; fi
mv "$folder/tls.key.new" "$folder/tls.key"
mv "$folder/tls.crt.new" "$folder/tls.crt"
