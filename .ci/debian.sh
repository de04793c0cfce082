#!/bin/sh
# Installs Debian packages that are missing, where that is possible: apt-get is there and we are root.
# Never fails: what cannot be had is named, and whoever needs it says so again.
set -u

missing=""
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    echo "not installed:$missing (to have all parts: sudo apt-get install$missing)" >&2
    exit 0
fi

echo "installing from Debian:$missing" >&2
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of package names
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    echo "could not install all of:$missing" >&2
    tail -n 3 "$log" >&2
fi
rm -f "$log"
exit 0
