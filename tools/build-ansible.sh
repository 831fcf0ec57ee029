#!/bin/sh
# Puts the pinned Ansible and its linters into a virtual environment of its own,
# .orion/tools/ansible, from tools/python/ansible/requirements.txt. ansible-core
# alone: the roles use built-in modules only, and the large `ansible` package
# would bring hundreds of megabytes of collections nobody here calls.
#
#   tools/build-ansible.sh            install when missing or out of date
#   ORION_HOME=/srv/orion tools/build-ansible.sh
#
# After a change of requirements.in, with pip-tools:
#   pip-compile --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
#     --strip-extras requirements.in
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
requirements=$root/tools/python/ansible/requirements.txt
home=${ORION_HOME:-$root/.orion}
case $home in /*) ;; *) home=$root/$home ;; esac
tools=$home/tools
venv=$tools/ansible
stamp=$venv/.build

if ! command -v python3 >/dev/null 2>&1; then
  echo 'build-ansible: Python 3.11 or newer with venv is needed' >&2
  exit 1
fi

# What the environment depends on. Contents, not times: a fresh checkout has new times.
wanted=$(cat "$requirements" "$0" | cksum)
if [ -x "$venv/bin/ansible-playbook" ] && [ "$wanted" = "$(cat "$stamp" 2>/dev/null || true)" ]; then
  echo "build-ansible: up to date in $venv"
  exit 0
fi

start=$(date +%s)
mkdir -p "$tools"
echo 'build-ansible: installing (about twenty seconds)'
# An environment holds its own path in its scripts, so it is made in place; the
# stamp comes last, and without it nobody takes it for whole.
rm -rf "$venv"
trap 'exit 130' INT TERM
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$requirements"
"$venv/bin/ansible-playbook" --version >/dev/null
printf '%s\n' "$wanted" >"$stamp"

echo "build-ansible: done in $(($(date +%s) - start)) s: $venv"
