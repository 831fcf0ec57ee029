#!/bin/sh
# Checks every Terraform stack: format, validity, tests. Needs no Proxmox and no
# network, only the provider mirror of tools/build-provider.sh.
#
#   infra/scripts/helpers/check-terraform.sh [stack...]
#   ORION_TERRAFORM=tofu infra/scripts/helpers/check-terraform.sh
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd)
stacks=$root/infra/terraform/stacks
home=${ORION_HOME:-$root/.orion}
case $home in /*) ;; *) home=$root/$home ;; esac
mirror=$home/tools/terraform-mirror

engine=${ORION_TERRAFORM:-}
if [ -z "$engine" ]; then
  engine=$(command -v tofu || command -v terraform || true)
fi
if [ -z "$engine" ]; then
  echo 'check-terraform: neither tofu nor terraform found' >&2
  exit 1
fi
if [ ! -d "$mirror" ]; then
  echo "check-terraform: no provider mirror in $mirror: run tools/build-provider.sh" >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cat >"$work/cli.tfrc" <<END
disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path    = "$mirror"
    include = ["*/*/*"]
  }
  direct {
    exclude = ["*/*/*"]
  }
}
END
export TF_CLI_CONFIG_FILE="$work/cli.tfrc" CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_INPUT=0

# The stacks are checked in a copy: init leaves a lock file with the hashes of
# the self-built provider, which must not end up among the sources.
check() {
  echo "== $1"
  cp -R "$stacks/$1" "$work/$1"
  rm -rf "$work/$1/.terraform" "$work/$1/.terraform.lock.hcl"
  "$engine" -chdir="$stacks/$1" fmt -check -diff -recursive || return 1
  "$engine" -chdir="$work/$1" init -backend=false -no-color >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    return 1
  }
  "$engine" -chdir="$work/$1" validate -no-color || return 1
  "$engine" -chdir="$work/$1" test -no-color || return 1
}

failed=
if [ $# -eq 0 ]; then
  for stack in "$stacks"/*/; do
    set -- "$@" "$(basename "$stack")"
  done
fi
for stack; do
  check "$stack" || failed="$failed $stack"
done
if [ -n "$failed" ]; then
  echo "check-terraform: failed:$failed" >&2
  exit 1
fi
echo 'check-terraform: all stacks pass'
