#!/bin/sh
# operate.sh doctor|backup|restore …: the operator's commands on a server that install.sh has set up, with its settings
# and on its data; what follows is theirs (--help).
set -eu

place=/opt/ringway
etc=/etc/ringway

refuse() {
  echo "ringway: $*" >&2
  exit 1
}

case ${1-} in
  doctor | backup | restore) command=$1 ;;
  *) refuse 'usage: operate.sh doctor|backup|restore …' ;;
esac
shift
[ "$(id -u)" = 0 ] || refuse 'run this as root'

while IFS= read -r line || [ -n "$line" ]; do
  case $line in
    [A-Z]*=*) export "${line?}" ;;
  esac
done <"$etc/settings.env"
TURN_SECRET=$(cat "$etc/turn.secret")
# Those of settings.env are of a LiveKit of the operator's own.
LIVEKIT_API_KEY=${LIVEKIT_API_KEY:-$(cat "$etc/livekit.key")}
LIVEKIT_API_SECRET=${LIVEKIT_API_SECRET:-$(cat "$etc/livekit.secret")}
export TURN_SECRET LIVEKIT_API_KEY LIVEKIT_API_SECRET DATA=/var/lib/ringway NODE_ENV=production

exec "$place/deploy/with-settings.sh" node "$place/scripts/$command.mjs" "$@"
