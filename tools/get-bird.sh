#!/bin/sh
# Gets the BIRDs of Debian 13 into .orion/tools/bin, as bird2 (2.17) and bird3 (3.1),
# beside the one this machine has. Peers of the tests: what newer BIRDs can do,
# and print otherwise, is tried with them. Packages come from the mirror that apt
# is set up with, checked by Debian's keys; nothing is installed.
#
#   tools/get-bird.sh               get when missing or out of date
#   ORION_HOME=/srv/orion tools/get-bird.sh
set -eu

suite=trixie
# What they run with is another C library than an older Debian has.
packages='bird2 bird3 libc6 libssh-4 libssl3t64 zlib1g libzstd1 libgssapi-krb5-2
  libkrb5-3 libk5crypto3 libkrb5support0 libcom-err2 libkeyutils1'
keys=/usr/share/keyrings/debian-archive-keyring.gpg

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
home=${ORION_HOME:-$root/.orion}
case $home in /*) ;; *) home=$root/$home ;; esac
bin=$home/tools/bin
place=$home/tools/bird
stamp=$place/.got

for program in apt-get dpkg-deb; do
  if ! command -v $program >/dev/null 2>&1; then
    echo "get-bird: $program is needed: these BIRDs are Debian's packages" >&2
    exit 1
  fi
done
if [ ! -r "$keys" ]; then
  echo 'get-bird: the package debian-archive-keyring is needed' >&2
  exit 1
fi
wanted=$(cksum <"$0")
if [ -x "$bin/bird2" ] && [ -x "$bin/bird3" ] && [ "$wanted" = "$(cat "$stamp" 2>/dev/null || true)" ]; then
  echo "get-bird: up to date in $bin"
  exit 0
fi

start=$(date +%s)
mkdir -p "$bin"
work=$(mktemp -d "$home/tools/.bird.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/files"

# shellcheck disable=SC2016 # It is apt that expands it.
find_mirror() {
  apt-get "$@" indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 'Component: main' | head -n 1
}
mirror=$(find_mirror)
if [ -z "$mirror" ]; then
  # It tells only what it has the lists of, which images come without.
  mkdir -p "$work/known/partial"
  set -- -o Dir::State::lists="$work/known" -o Dir::Cache="$work/cache" -o APT::Sandbox::User= -o Acquire::Languages=none
  apt-get -qq "$@" update
  mirror=$(find_mirror "$@")
fi
if [ -z "$mirror" ]; then
  echo 'get-bird: apt is set up with no mirror of Debian' >&2
  exit 1
fi
echo "deb [signed-by=$keys] $mirror $suite main" >"$work/sources"
apt() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" -o APT::Sandbox::User= \
    -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false \
    -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false -o Acquire::Retries=3 "$@"
}
echo "get-bird: getting BIRD 2 and 3 of Debian 13 (about 20 seconds)"
apt update
# shellcheck disable=SC2046 # One word each.
(cd "$work/debs" && apt download $(for package in $packages; do echo "$package/$suite"; done))
for deb in "$work"/debs/*.deb; do
  case $deb in
    */bird[23]_*)
      name=$(basename "$deb" | cut -d_ -f1)
      dpkg-deb -x "$deb" "$work/$name"
      mv "$work/$name/usr/sbin/bird" "$work/files/$name"
      ;;
    *) dpkg-deb -x "$deb" "$work/libraries" ;;
  esac
done
mkdir "$work/files/lib"
find "$work/libraries" \( -name 'lib*.so.*' -o -name 'ld-linux*.so.*' \) -exec cp -L {} "$work/files/lib/" \;

rm -rf "$place"
mv "$work/files" "$place"
loader=$(find "$place/lib" -name 'ld-linux*' | head -n 1)
mkdir "$work/bin"
for name in bird2 bird3; do
  cat >"$work/bin/$name" <<END
#!/bin/sh
exec "$loader" --library-path "$place/lib" "$place/$name" "\$@"
END
  chmod 755 "$work/bin/$name"
  "$work/bin/$name" --version 2>&1
  mv -f "$work/bin/$name" "$bin/$name"
done
printf '%s\n' "$wanted" >"$stamp"
echo "get-bird: done in $(($(date +%s) - start)) s: $bin/bird2 and $bin/bird3"
