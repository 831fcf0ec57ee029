#!/bin/sh
# kernel-routes on routes of its own: as root in a network namespace, elsewhere
# on what the machine has. One line for each check.
set -eu

program=$1
if [ "${2:-}" = inside ]; then
  ip link set lo up
  ip route add 198.51.100.0/24 dev lo proto 12
  ip route add unreachable 203.0.113.0/24 proto 12
  ip -6 route add unreachable 2001:db8:3949::/48 proto 12
  ip route add 10.0.0.0/8 dev lo
elif [ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null; then
  exec unshare --net "$0" "$program" inside
else
  # The rest is asked of the routes of this machine.
  echo '# not run: routes of BIRD as kernel-routes tells them, which wants root and namespaces'
fi

ask() { "$@" python3 "$program"; }
check() {
  name=$1
  shift
  if "$@"; then echo "ok kernel-routes: $name"; else echo "not ok kernel-routes: $name"; fi
}
lacks() { ! printf '%s' "$1" | grep -qF "$2"; }
has() { printf '%s' "$1" | grep -qF "$2"; }

said=$(ask env)
check 'begins with its name' test "$(printf '%s\n' "$said" | head -n 1)" = 'orion-kernel-routes 1'
check 'ends with its end' test "$(printf '%s\n' "$said" | tail -n 1)" = end
check 'says when the machine was started' sh -c "printf '%s' '$said' | grep -qE '^btime [0-9]+$'"
check 'takes no word from whoever asks' test "$(echo 'ip link' | SSH_ORIGINAL_COMMAND='cat /etc/passwd' ask env)" = "$said"
if [ "${2:-}" = inside ]; then
  check 'has the routes of BIRD, both families' sh -c "printf '%s' '$said' | grep -q 198.51.100.0/24 && printf '%s' '$said' | grep -q 2001:db8:3949::/48"
  check 'has no route of others' lacks "$said" 10.0.0.0/8
  check 'has those of others where it is told so' has "$(ask env KERNEL_PROTOCOL=3)" 10.0.0.0/8
fi
check 'fails where there is no such table' sh -c "! KERNEL_TABLE=4711 python3 '$program' >/dev/null 2>&1"
check 'fails on a table that is no number' sh -c "! KERNEL_TABLE='1; id' python3 '$program' >/dev/null 2>&1"
