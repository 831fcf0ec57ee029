#!/bin/sh
# Builds the pinned GoBGP 4 into .orion/tools/bin, gobgpd4 and its client gobgp4,
# from the Go module in tools/go/gobgp. A peer of the tests; Debian's own package is GoBGP 3.
#
#   tools/build-gobgp.sh            build when missing or out of date
#   ORION_HOME=/srv/orion tools/build-gobgp.sh
set -eu

version=4.8.0

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
module=$root/tools/go/gobgp
home=${ORION_HOME:-$root/.orion}
case $home in /*) ;; *) home=$root/$home ;; esac
bin=$home/tools/bin
stamp=$bin/.build-gobgpd4

if ! command -v go >/dev/null 2>&1; then
  echo 'build-gobgp: Go 1.21 or newer is needed (https://go.dev/dl)' >&2
  exit 1
fi
# Go 1.21 and later get the version the module asks for by themselves. Debian's
# packages turn that off.
export GOTOOLCHAIN="${GOTOOLCHAIN:-auto}"
if ! grep -q "github.com/osrg/gobgp/v4 v$version" "$module/go.mod"; then
  echo "build-gobgp: $module/go.mod does not require v$version" >&2
  exit 1
fi

# What the binary depends on. Contents, not times: a fresh checkout has new times.
wanted=$(cat "$module/go.mod" "$module/go.sum" "$0" | cksum)
if [ -x "$bin/gobgpd4" ] && [ "$wanted" = "$(cat "$stamp" 2>/dev/null || true)" ]; then
  echo "build-gobgp: gobgpd $version is up to date in $bin"
  exit 0
fi

start=$(date +%s)
mkdir -p "$bin"
# In the target's own file system, so that the rename works.
work=$(mktemp -d "$bin/.build.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

echo "build-gobgp: building gobgpd $version (about 20 seconds)"
(
  cd "$module"
  CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w' \
    -o "$work/gobgpd4" github.com/osrg/gobgp/v4/cmd/gobgpd
  CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w' \
    -o "$work/gobgp4" github.com/osrg/gobgp/v4/cmd/gobgp
)
"$work/gobgpd4" --version >/dev/null 2>&1
mv -f "$work/gobgpd4" "$bin/gobgpd4"
mv -f "$work/gobgp4" "$bin/gobgp4"
printf '%s\n' "$wanted" >"$stamp.new"
mv -f "$stamp.new" "$stamp"

echo "build-gobgp: done in $(($(date +%s) - start)) s: $bin/gobgpd4"
