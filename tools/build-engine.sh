#!/bin/sh
# Builds the pinned OpenTofu into .orion/tools/bin/tofu, from the Go module in
# tools/go/opentofu. For machines where the release cannot be downloaded; see
# `./orion tools`.
#
#   tools/build-engine.sh            build when missing or out of date
#   ORION_HOME=/srv/orion tools/build-engine.sh
set -eu

version=1.10.6

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
module=$root/tools/go/opentofu
home=${ORION_HOME:-$root/.orion}
case $home in /*) ;; *) home=$root/$home ;; esac
bin=$home/tools/bin
stamp=$bin/.build-tofu

if ! command -v go >/dev/null 2>&1; then
  echo 'build-engine: Go 1.21 or newer is needed (https://go.dev/dl)' >&2
  exit 1
fi
# Go 1.21 and later get the version the module asks for by themselves. Debian's
# packages turn that off.
export GOTOOLCHAIN="${GOTOOLCHAIN:-auto}"
if ! grep -q "github.com/opentofu/opentofu v$version" "$module/go.mod"; then
  echo "build-engine: $module/go.mod does not require v$version" >&2
  exit 1
fi

# What the binary depends on. Contents, not times: a fresh checkout has new times.
wanted=$(cat "$module/go.mod" "$module/go.sum" "$0" | cksum)
if [ -x "$bin/tofu" ] && [ "$wanted" = "$(cat "$stamp" 2>/dev/null || true)" ]; then
  echo "build-engine: tofu $version is up to date in $bin"
  exit 0
fi

start=$(date +%s)
mkdir -p "$bin"
# In the target's own file system, so that the rename works.
work=$(mktemp -d "$bin/.build.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

echo "build-engine: building tofu $version (about three minutes)"
(
  cd "$module"
  # dev=no is what makes it a release's version, without "-dev".
  CGO_ENABLED=0 go build -trimpath -buildvcs=false \
    -ldflags '-s -w -X github.com/opentofu/opentofu/version.dev=no' \
    -o "$work/tofu" github.com/opentofu/opentofu/cmd/tofu
)
"$work/tofu" version >/dev/null 2>&1
# Renamed: an engine that runs right now keeps its old file.
mv -f "$work/tofu" "$bin/tofu"
printf '%s\n' "$wanted" >"$stamp.new"
mv -f "$stamp.new" "$stamp"

echo "build-engine: done in $(($(date +%s) - start)) s: $bin/tofu"
