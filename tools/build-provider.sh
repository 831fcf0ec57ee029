#!/bin/sh
# Builds the pinned Proxmox provider for Terraform and OpenTofu into a
# filesystem mirror, from the Go module in tools/go/terraform-provider-proxmox.
#
#   tools/build-provider.sh          build when missing or out of date
#   ORION_HOME=/srv/orion tools/build-provider.sh
#
# A self-built binary has another hash than the published release: see
# infra/terraform/README.md on lock files.
set -eu

version=0.111.1
# Both addresses of the same provider; OpenTofu asks for the second.
registries='registry.terraform.io registry.opentofu.org'

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
module=$root/tools/go/terraform-provider-proxmox
home=${ORION_HOME:-$root/.orion}
case $home in /*) ;; *) home=$root/$home ;; esac
mirror=$home/tools/terraform-mirror

if ! command -v go >/dev/null 2>&1; then
  echo 'build-provider: Go 1.21 or newer is needed (https://go.dev/dl)' >&2
  exit 1
fi
# Go 1.21 and later get the version the module asks for by themselves. Debian's
# packages turn that off.
export GOTOOLCHAIN="${GOTOOLCHAIN:-auto}"
platform=$(go env GOOS)_$(go env GOARCH)
name=terraform-provider-proxmox_v$version
stamp=$mirror/.build-$platform

if ! grep -q "github.com/bpg/terraform-provider-proxmox v$version" "$module/go.mod"; then
  echo "build-provider: $module/go.mod does not require v$version" >&2
  exit 1
fi

# What the binary depends on. Contents, not times: a fresh checkout has new times.
wanted=$(cat "$module/go.mod" "$module/go.sum" "$0" | cksum)
current=$(cat "$stamp" 2>/dev/null || true)
missing=no
for registry in $registries; do
  [ -x "$mirror/$registry/bpg/proxmox/$version/$platform/$name" ] || missing=yes
done
if [ "$missing" = no ] && [ "$wanted" = "$current" ]; then
  echo "build-provider: $name ($platform) is up to date in $mirror"
  exit 0
fi

start=$(date +%s)
mkdir -p "$mirror"
# In the mirror's own file system, so that the hard link and the rename work.
work=$(mktemp -d "$mirror/.build.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

echo "build-provider: building $name for $platform (about a minute)"
(
  cd "$module"
  CGO_ENABLED=0 go build -trimpath -buildvcs=false \
    -ldflags "-s -w -X main.version=$version" \
    -o "$work/$name" github.com/bpg/terraform-provider-proxmox
)
chmod 755 "$work/$name"

for registry in $registries; do
  target=$mirror/$registry/bpg/proxmox/$version/$platform
  mkdir -p "$target"
  # Link, then rename: a Terraform that runs right now keeps its old file.
  ln "$work/$name" "$target/.$name.new"
  mv -f "$target/.$name.new" "$target/$name"
  # The release of the same version would be a second answer to one question.
  rm -f "$mirror/$registry/bpg/proxmox/terraform-provider-proxmox_${version}_$platform.zip"
done
printf '%s\n' "$wanted" >"$stamp.new"
mv -f "$stamp.new" "$stamp"

echo "build-provider: done in $(($(date +%s) - start)) s: $mirror"
