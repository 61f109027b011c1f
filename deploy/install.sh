#!/bin/sh
# install.sh [--build <archive or folder>]: Ringway with HAProxy, Caddy and coturn as services of this Debian 13, and
# LiveKit with LIVEKIT=yes in the settings. Run it again to upgrade; it changes nothing that is as it should be. Without
# --build it builds what it stands in. LIVEKIT_SERVER names LiveKit's program, where it is not in PATH yet.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
place=/opt/ringway
etc=/etc/ringway
units=/etc/systemd/system
beside='caddy haproxy coturn'

say() { echo "ringway: $*"; }
refuse() {
  echo "ringway: $*" >&2
  exit 1
}

build=
while [ $# -gt 0 ]; do
  case $1 in
    --build)
      [ $# -ge 2 ] || refuse '--build: name an archive or a folder'
      build=$2
      shift 2
      ;;
    *) refuse "$1: not known; usage: install.sh [--build <archive or folder>]" ;;
  esac
done

check_machine() {
  [ "$(id -u)" = 0 ] || refuse 'run this as root'
  # shellcheck source=/dev/null
  . /etc/os-release
  if [ "${ID-}" != debian ] || [ "${VERSION_ID-0}" -lt 13 ]; then
    refuse "this is ${PRETTY_NAME-not Debian}: the script is for Debian 13 or later; with containers use deploy/compose.yaml"
  fi
}

# The operator's settings stay in /etc/ringway; the file beside this script is taken the first time.
take_settings() {
  install -d -m 0755 "$etc"
  if [ ! -e "$etc/settings.env" ]; then
    if [ -e "$here/settings.env" ]; then
      install -m 0600 "$here/settings.env" "$etc/settings.env"
    else
      install -m 0600 "$here/settings.env.example" "$etc/settings.env"
    fi
    say "settings: $etc/settings.env was made"
  fi
  # A process of its own, so that the settings do not become those of the programs started below.
  (
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in
        '' | '#'*) ;;
        [A-Z]*=*) export "${line?}" ;;
        *) refuse "$etc/settings.env: not NAME=value: $line" ;;
      esac
    done <"$etc/settings.env"
    "$here/with-settings.sh" true
  ) || refuse "fill in $etc/settings.env and run this again"
}

wants_livekit() {
  [ "$(sed -n 's/^LIVEKIT=//p' "$etc/settings.env" | tail -n 1)" = yes ]
}

# Debian has no package of LiveKit: its program is put there by the operator.
find_livekit() {
  program=${LIVEKIT_SERVER:-$(PATH=/usr/local/bin:$PATH && command -v livekit-server || true)}
  if [ -z "$program" ]; then
    refuse "LIVEKIT=yes in $etc/settings.env, and there is no livekit-server: put the one of github.com/livekit/livekit/releases to /usr/local/bin, or name it by LIVEKIT_SERVER; docs/deploy.md, LiveKit"
  fi
  "$program" --version >/dev/null 2>&1 || refuse "$program: does not run here as livekit-server; docs/deploy.md, LiveKit"
}

put_livekit() {
  if ! id ringway-livekit >/dev/null 2>&1; then
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ringway-livekit
    say 'user: ringway-livekit'
  fi
  if [ -n "${LIVEKIT_SERVER-}" ]; then install -D -m 0755 "$program" /usr/local/bin/livekit-server; fi
  install -m 0644 "$place/deploy/systemd/ringway-livekit.service" "$units/ringway-livekit.service"
  systemctl --quiet enable ringway-livekit
  say "enabled: ringway-livekit, $("$program" --version)"
}

drop_livekit() {
  [ -e "$units/ringway-livekit.service" ] || return 0
  if [ -d /run/systemd/system ]; then systemctl stop ringway-livekit; fi
  systemctl --quiet disable ringway-livekit
  rm -f "$units/ringway-livekit.service"
  say 'disabled: ringway-livekit'
}

install_packages() {
  wanted=
  # shellcheck disable=SC2086 # one word a program
  for package in ca-certificates iproute2 nodejs $beside "$@"; do
    dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      wanted="$wanted $package"
  done
  [ -n "$wanted" ] || return 0
  say "Debian packages:$wanted"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update
  # shellcheck disable=SC2086 # one word a package
  apt-get -qq install --yes --no-install-recommends $wanted
}

# Leaves the release in $place.new.
prepare_release() {
  rm -rf "$place.new"
  if [ -z "$build" ] && [ ! -e "$here/../scripts/release.mjs" ]; then
    # The script stands in a release already.
    build=$here/..
  fi
  if [ -z "$build" ]; then
    say "building $(cd "$here/.." && pwd): a few minutes, and 2 GB of memory"
    node "$here/../scripts/release.mjs" "$place.new"
  elif [ -d "$build" ]; then
    cp -R "$build" "$place.new"
  else
    mkdir -p "$place.new"
    tar -xzf "$build" -C "$place.new" --strip-components=1 --no-same-owner
  fi
  if [ ! -e "$place.new/scripts/serve.mjs" ] || [ ! -e "$place.new/dist/server.mjs" ]; then
    refuse "${build:-the build}: there is no release of Ringway in it"
  fi
  chown -R root:root "$place.new"
  chmod -R u=rwX,go=rX "$place.new"
  # What was built for another kind of machine is found out before anything is replaced.
  (cd "$place.new" && node --input-type=module --eval "await import('./dist/server.mjs')") ||
    refuse "${build:-the build}: does not run here; it must be built on this kind of machine"
}

put_release() {
  rm -rf "$place.previous"
  if [ -e "$place" ]; then
    mv "$place" "$place.previous"
    say "the program before stays in $place.previous"
  fi
  mv "$place.new" "$place"
  say "program: $place"
}

make_user_and_secrets() {
  if ! id ringway >/dev/null 2>&1; then
    useradd --system --user-group --no-create-home --home-dir /var/lib/ringway --shell /usr/sbin/nologin ringway
    say 'user: ringway'
  fi
  "$place/deploy/make-secrets.sh" "$etc"
}

put_units() {
  for unit in ringway.service ringway-certificates.service ringway-certificates.timer; do
    install -m 0644 "$place/deploy/systemd/$unit" "$units/$unit"
  done
  for service in $beside; do
    install -D -m 0644 "$place/deploy/systemd/$service.service.d/ringway.conf" "$units/$service.service.d/ringway.conf"
  done
  # shellcheck disable=SC2086 # one word a unit
  systemctl --quiet enable ringway $beside ringway-certificates.timer
  say "enabled: ringway $beside ringway-certificates.timer"
  if wants_livekit; then put_livekit; else drop_livekit; fi
}

start() {
  if [ ! -d /run/systemd/system ]; then
    say 'systemd does not run here: the services start with the machine'
    return 0
  fi
  systemctl daemon-reload
  # Caddy first: an older version of these files gave it port 443.
  systemctl restart ringway.service caddy.service ringway-certificates.timer
  if wants_livekit; then systemctl restart ringway-livekit.service; fi
  # These wait for the certificate by themselves.
  systemctl restart --no-block haproxy.service coturn.service
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    if node "$place/scripts/healthy.mjs"; then
      say 'running; "journalctl -u ringway -u haproxy -u caddy -u coturn" tells more'
      say 'HTTPS begins with the certificate: at the first start that takes Caddy a minute'
      say 'the first administrator: /var/lib/ringway/first-administrator.txt'
      return 0
    fi
    sleep 1
  done
  refuse 'Ringway does not answer: "journalctl -u ringway" says why'
}

check_machine
take_settings
if wants_livekit; then find_livekit; fi
if [ -z "$build" ] && [ -e "$here/../scripts/release.mjs" ] && [ ! -e "$here/../node_modules" ]; then
  install_packages npm
else
  install_packages
fi
prepare_release
put_release
make_user_and_secrets
put_units
start
