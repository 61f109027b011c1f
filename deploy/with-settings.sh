#!/bin/sh
# with-settings.sh <command …>: completes what an operator filled in (settings.env) to what Ringway, Caddy and coturn
# read, and becomes the command. Units and containers start through it alike.
set -eu

missing=
for name in HOST_NAME CONTACT PUBLIC_ADDRESS; do
  eval "value=\${$name-}"
  [ -n "$value" ] || missing="$missing $name"
done
if [ -n "$missing" ]; then
  echo "settings.env: fill in:$missing" >&2
  exit 78
fi
case $HOST_NAME in
  *[!A-Za-z0-9.-]*) echo 'settings.env: HOST_NAME: expected a name such as calls.example.com' >&2; exit 78 ;;
esac
case $CONTACT in
  *@*.*) ;;
  *) echo 'settings.env: CONTACT: expected an e-mail address such as operator@example.com' >&2; exit 78 ;;
esac
case $PUBLIC_ADDRESS in
  *[!0-9a-fA-F.:]*) echo 'settings.env: PUBLIC_ADDRESS: expected an IP address such as 203.0.113.5' >&2; exit 78 ;;
esac

# A line without a value counts as one that is not there.
for name in ORIGIN_ALIASES DOMAIN APP_KEYS METRICS_TOKEN DATABASE_URL CERTIFICATES CERTIFICATE CERTIFICATE_KEY \
  TURN_HOST_NAME TURN_TLS_PORT HTTPS_PORT HTTP_PORT; do
  eval "value=\${$name-}"
  [ -n "$value" ] || unset "$name"
done

relay=${TURN_HOST_NAME:-$HOST_NAME}
[ "$relay" = "$HOST_NAME" ] || export RELAY=own_name
export HOST_NAME CONTACT PUBLIC_ADDRESS
export ORIGIN="${ORIGIN:-https://$HOST_NAME}"
export PUSH_CONTACT="${PUSH_CONTACT:-mailto:$CONTACT}"
export HOST=127.0.0.1 PORT="${PORT:-3000}"
export TRUSTED_PROXIES="${TRUSTED_PROXIES:-127.0.0.1}"
export STUN_URLS="${STUN_URLS:-stun:$relay:3478}"
export TURN_URLS="${TURN_URLS:-turn:$relay:3478?transport=udp,turn:$relay:3478?transport=tcp,turns:$relay:${TURN_TLS_PORT:-5349}?transport=tcp}"

exec "$@"
