#!/bin/sh
# Installs npm packages that tests use into node_modules/, where npm is there. Never fails: tests that
# need a package are skipped with its name.
set -u

missing=""
for package in "$@"; do
    [ -d "node_modules/$package" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v npm >/dev/null 2>&1; then
    echo "no npm: not installed:$missing" >&2
    exit 0
fi
# shellcheck disable=SC2086 # a list of package names
npm install --no-save --no-audit --no-fund --silent --prefix . $missing >/dev/null 2>&1 ||
    echo "could not install from npm:$missing" >&2
exit 0
