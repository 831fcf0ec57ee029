#!/bin/sh
# Builds the pinned Routinator into .orion/tools/bin, from crates.io by the lock file
# it was published with. A peer of the tests beside StayRTR, required nowhere: it
# takes some minutes.
#
#   tools/build-routinator.sh       build when missing or out of date
#   ORION_HOME=/srv/orion tools/build-routinator.sh
set -eu

version=0.15.1

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
home=${ORION_HOME:-$root/.orion}
case $home in /*) ;; *) home=$root/$home ;; esac
bin=$home/tools/bin

if ! command -v cargo >/dev/null 2>&1; then
  echo 'build-routinator: cargo of Rust 1.82 or newer is needed (https://rustup.rs)' >&2
  exit 1
fi
if [ "routinator $version" = "$("$bin/routinator" --version 2>/dev/null || true)" ]; then
  echo "build-routinator: routinator $version is up to date in $bin"
  exit 0
fi

start=$(date +%s)
mkdir -p "$bin"
# In the target's own file system, so that the rename works.
work=$(mktemp -d "$bin/.build.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

echo "build-routinator: building routinator $version (five to ten minutes)"
cargo install routinator --version "=$version" --locked --quiet --root "$work"
"$work/bin/routinator" --version >/dev/null
mv -f "$work/bin/routinator" "$bin/routinator"

echo "build-routinator: done in $(($(date +%s) - start)) s: $bin/routinator"
