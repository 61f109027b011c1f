#!/bin/sh
# livekit/configure.sh <folder> <folder of the secrets> [<program …>]: writes what LiveKit reads, livekit.yaml, to a folder
# that it alone reads, and becomes the program, if one is named. Started through with-settings.sh, with LIVEKIT=yes.
set -eu

here=$(dirname "$0")
folder=$1
secrets=$2
shift 2
relay=${TURN_HOST_NAME:-$HOST_NAME}
relay_port=${TURN_BACKEND_PORT:-3478}
key=$(cat "$secrets/livekit.key")
turn_secret=$(cat "$secrets/turn.secret")
case $RELAY_ADDRESS in
  *:*) bits=128 ;;
  *) bits=32 ;;
esac

# turn_server <port> <protocol>: names the relay to browsers, with credentials for an hour at most (call-rules.md, Media).
turn_server() {
  echo "    - { host: '$relay', port: $1, protocol: $2, secret: '$turn_secret', ttl: 3600 }"
}

umask 077
{
  cat "$here/livekit.yaml"
  echo
  echo "port: $LIVEKIT_HTTP_PORT"
  echo 'rtc:'
  # All media by one port of UDP, and one of TCP for networks without UDP.
  echo "  udp_port: $LIVEKIT_UDP_PORT"
  echo "  tcp_port: $LIVEKIT_TCP_PORT"
  echo '  use_external_ip: false'
  echo "  node_ip: '$PUBLIC_ADDRESS'"
  # A cloud maps the public address to this one; other interfaces of the machine lead nobody here.
  echo "  ips: { includes: ['$RELAY_ADDRESS/$bits'] }"
  # Some hosters put the public address there.
  if [ -n "$(ip -o address show dev lo to "$RELAY_ADDRESS" 2>/dev/null || true)" ]; then
    echo '  enable_loopback_candidate: true'
  fi
  # Else browsers are sent to somebody else's.
  echo "  stun_servers: ['$relay:$relay_port']"
  echo '  turn_servers:'
  turn_server "$relay_port" udp
  turn_server "$relay_port" tcp
  turn_server "${TURN_TLS_PORT:-443}" tls
  echo 'keys:'
  echo "  '$key': '$(cat "$secrets/livekit.secret")'"
  echo 'webhook:'
  echo "  api_key: '$key'"
  echo "  urls: ['http://127.0.0.1:$PORT/api/livekit/webhook']"
} >"$folder/livekit.yaml.new"
if [ "$(id -u)" = 0 ]; then chown --reference="$folder" "$folder/livekit.yaml.new"; fi
mv "$folder/livekit.yaml.new" "$folder/livekit.yaml"

[ $# -eq 0 ] || exec "$@"
