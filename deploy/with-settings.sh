#!/bin/sh
# with-settings.sh <command …>: completes what an operator filled in (settings.env) to what Ringway, HAProxy, Caddy, coturn
# and LiveKit read, and becomes the command. Units and containers start through it alike.
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
for name in PUBLIC_ADDRESS PRIVATE_ADDRESS; do
  eval "value=\${$name-}"
  case $value in
    *[!0-9a-fA-F.:]*) echo "settings.env: $name: expected an IP address such as 203.0.113.5" >&2; exit 78 ;;
  esac
done
case ${CERTIFICATES:-by_acme} in
  by_acme) ;;
  given)
    if [ -z "${CERTIFICATE-}" ] || [ -z "${CERTIFICATE_KEY-}" ]; then
      echo 'settings.env: CERTIFICATES=given needs CERTIFICATE and CERTIFICATE_KEY' >&2
      exit 78
    fi
    ;;
  *) echo 'settings.env: CERTIFICATES: expected by_acme or given' >&2; exit 78 ;;
esac

# A line without a value counts as one that is not there.
for name in ORIGIN_ALIASES DOMAIN APP_KEYS METRICS_TOKEN DATABASE_URL CERTIFICATE CERTIFICATE_KEY TURN_HOST_NAME \
  TURN_TLS_PORT HTTP_PORT CADDY_HTTPS_PORT PUBLIC_HTTPS_PORT TURN_BACKEND_PORT MESH_SIZE LIVEKIT_URL LIVEKIT_API_URL \
  LIVEKIT_HTTP_PORT LIVEKIT_TCP_PORT LIVEKIT_UDP_PORT; do
  eval "value=\${$name-}"
  [ -n "$value" ] || unset "$name"
done

# The address of this machine at which the relay sends and receives: the public one, or the private one to which a cloud
# maps it.
if [ -n "${PRIVATE_ADDRESS-}" ]; then
  RELAY_ADDRESS=$PRIVATE_ADDRESS
elif [ -n "$(ip -o address show to "$PUBLIC_ADDRESS" 2>/dev/null || true)" ]; then
  RELAY_ADDRESS=$PUBLIC_ADDRESS
else
  # The way to the Internet leads from it; nothing is sent to this address, which is one of documentation (RFC 5737).
  RELAY_ADDRESS=$(ip -o route get 192.0.2.1 2>/dev/null | sed -n 's/.* src \([^ ]*\).*/\1/p' || true)
fi
# HAProxy does not start where it is told to listen at addresses of a kind that the system has not.
if [ -n "$(cat /proc/net/if_inet6 2>/dev/null)" ]; then export HAS_IPV6=yes; fi

relay=${TURN_HOST_NAME:-$HOST_NAME}
if [ "$relay" = "$HOST_NAME" ] || [ "${CERTIFICATES:-by_acme}" = given ]; then
  RELAY=no_name
else
  RELAY=own_name
fi
export HOST_NAME CONTACT PUBLIC_ADDRESS RELAY
export RELAY_ADDRESS="${RELAY_ADDRESS:-$PUBLIC_ADDRESS}"
export CERTIFICATES="${CERTIFICATES:-by_acme}"
export ACME_DIRECTORY="${ACME_DIRECTORY:-https://acme-v02.api.letsencrypt.org/directory}"
export ORIGIN="${ORIGIN:-https://$HOST_NAME}"
export PUSH_CONTACT="${PUSH_CONTACT:-mailto:$CONTACT}"
export HOST=127.0.0.1 PORT="${PORT:-3000}"
export TRUSTED_PROXIES="${TRUSTED_PROXIES:-127.0.0.1}"
export STUN_URLS="${STUN_URLS:-stun:$relay:3478}"
export TURN_URLS="${TURN_URLS:-turn:$relay:3478?transport=udp,turn:$relay:3478?transport=tcp,turns:$relay:${TURN_TLS_PORT:-443}?transport=tcp}"

case ${LIVEKIT:-no} in
  yes)
    # HAProxy leads the path to it: so it needs neither a name nor a certificate of its own.
    export LIVEKIT_URL="${LIVEKIT_URL:-wss://${ORIGIN#*://}/livekit}"
    export LIVEKIT_HTTP_PORT="${LIVEKIT_HTTP_PORT:-7880}"
    export LIVEKIT_TCP_PORT="${LIVEKIT_TCP_PORT:-7881}" LIVEKIT_UDP_PORT="${LIVEKIT_UDP_PORT:-7882}"
    export LIVEKIT_API_URL="${LIVEKIT_API_URL:-http://127.0.0.1:$LIVEKIT_HTTP_PORT}"
    ;;
  no)
    unset LIVEKIT_HTTP_PORT
    # One of the operator's own has its key in settings.env, too; ours waits for the day it is switched on.
    [ -n "${LIVEKIT_URL-}" ] || unset LIVEKIT_API_URL LIVEKIT_API_KEY LIVEKIT_API_SECRET
    ;;
  *) echo 'settings.env: LIVEKIT: expected yes or no' >&2; exit 78 ;;
esac

exec "$@"
