#!/bin/sh
# Checks the Ansible side of the router without a router: renders every scenario
# and gives the files to the programs that will read them, sees wrong inventories
# refused, and lets the rendered BIRD and GoBGP talk to a stand-in of AS6939 on
# loopback. No network is needed. Root is, for `nft -c` and for running the
# playbook in namespaces; without it these are named as not run.
#
#   infra/scripts/helpers/check-ansible.sh
#
# One line for each check. What is not installed, and what did not run without it,
# is named at the end.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../../.." && pwd)
ansible=$root/infra/ansible
home=${ORION_HOME:-$root/.orion}
case $home in /*) ;; *) home=$root/$home ;; esac
PATH=$home/tools/ansible/bin:$home/tools/bin:$PATH:/usr/sbin:/usr/local/sbin
export PATH

if ! command -v ansible-playbook >/dev/null; then
  echo 'check-ansible: no ansible-playbook: run tools/build-ansible.sh' >&2
  exit 1
fi

# Sockets live below, and their paths must be short.
work=$(mktemp -d /tmp/orion-ansible.XXXXXX)
children=
cleanup() {
  for child in $children; do kill "$child" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

results=$work/results
: >"$results"
absent=
tell() { printf '%s\n' "$1" | tee -a "$results"; }
# check <name> <command...>: passes when the command does; says its last line otherwise.
check() {
  name=$1
  shift
  if "$@" >"$work/log" 2>&1; then
    tell "ok $name"
  else
    tell "not ok $name: $(tail -n 3 "$work/log" | tr '\n' ' ')"
  fi
}
has() {
  command -v "$1" >/dev/null && return 0
  case " $absent " in *" $1 "*) ;; *) absent="$absent $1" ;; esac
  return 1
}
refute() { ! "$@"; }

export ANSIBLE_CONFIG="$ansible/ansible.cfg" ANSIBLE_HOME="$work/ansible" ANSIBLE_NOCOLOR=1 ANSIBLE_LOCALHOST_WARNING=0
export PYTHONDONTWRITEBYTECODE=1 no_proxy=127.0.0.1 LAB_RUN="$work/run"
play() { ansible-playbook -f 4 "$@"; }

python3 "$ansible/tests/netbox.py" >"$work/netbox.port" 2>/dev/null &
children="$children $!"
# shellcheck disable=SC2046 # One word each.
set -- $(python3 "$ansible/tests/free_ports.py" 6)
export LAB_RTR_PORT="$1" LAB_GW_PORT="$2" LAB_HE_PORT="$3" LAB_GOBGP_PORT="$4" LAB_PROXY_PORT="$5"
ssh_port=$6
while [ ! -s "$work/netbox.port" ]; do sleep 0.1; done
LAB_NETBOX_URL=http://127.0.0.1:$(cat "$work/netbox.port")
export LAB_NETBOX_URL

check 'plugins: unit tests' "$home/tools/ansible/bin/python" "$ansible/tests/test_plugins.py"
# As the router runs them.
check 'guards: unit tests' python3 "$ansible/tests/test_guards.py"
check 'bird-readonly: unit tests' python3 "$ansible/tests/test_bird_readonly.py"
check 'gobgp-judge: unit tests' python3 "$ansible/tests/test_gobgp_judge.py"

# --- every scenario, rendered
mkdir -p "$work/json" "$work/again" "$LAB_RUN"
check 'render: every scenario of the lab' play -i "$ansible/inventory/lab" "$ansible/playbooks/render.yml" -e "render_dir=$work/json"
check 'render: gw1 of production' play -i "$ansible/inventory/production" "$ansible/playbooks/render.yml" -e "render_dir=$work/json"
python3 "$ansible/tests/unpack.py" "$work/json" "$work/run"

# --- the daemons, while the rest goes on
gobgpd4=
has gobgpd4 && gobgpd4=$(command -v gobgpd4)
story() {
  (cd "$ansible/tests" && timeout 180 python3 "$@") >"$work/${1%.py}.out" 2>&1 || echo "$1 ended with $?" >>"$work/${1%.py}.out"
}
stories=
if has bird && has stayrtr; then
  cp "$ansible/roles/bird2/files/bird-readonly" "$ansible/roles/bird2/files/bird-sessions" "$ansible/roles/router_base/files/orion_guards.py" "$work/run/loopback/"
  cp "$ansible/roles/gobgp/files/gobgp-guards" "$ansible/roles/gobgp/files/gobgp-judge" "$ansible/roles/gobgp/files/gobgp_calls.py" "$ansible/roles/router_base/files/orion_guards.py" "$work/run/loopback-gobgp/"
  story bird_story.py "$work/run/loopback" "$LAB_RTR_PORT" "$LAB_GW_PORT" "$LAB_HE_PORT" &
  stories="$stories $!"
  if [ -n "$gobgpd4" ]; then
    has nginx || true
    story gobgp_story.py "$work/run/loopback-gobgp" "$gobgpd4" "$LAB_RTR_PORT" "$LAB_GOBGP_PORT" "$LAB_HE_PORT" "$LAB_PROXY_PORT" &
    stories="$stories $!"
  fi
fi

if has sshd && has ssh; then
  story ssh_story.py "$work/run/gw1" "$work/ssh" "$ssh_port" &
  stories="$stories $!"
fi

# --- the playbook itself, on this machine, in namespaces of its own
namespaces() {
  [ "$(id -u)" = 0 ] && unshare --mount --net --pid --fork sh -c \
    "mount -t tmpfs t '$work/json' && mkdir '$work/json/u' '$work/json/w' '$work/json/m' &&
     mount -t overlay -o lowerdir=/etc,upperdir='$work/json/u',workdir='$work/json/w' o '$work/json/m'" 2>/dev/null
}
if namespaces && [ -n "$gobgpd4" ] && has bird && has openssl; then
  mkdir -p "$work/converge"
  timeout 1800 "$ansible/tests/converge.sh" "$work/converge" "$gobgpd4" >"$work/converge_story.out" 2>&1 || echo "converge ended with $?" >>"$work/converge_story.out" &
  stories="$stories $!"
  mkdir -p "$work/standin"
  timeout 300 "$ansible/tests/standin_converge.sh" "$work/standin" >"$work/standin_converge_story.out" 2>&1 || echo "standin_converge ended with $?" >>"$work/standin_converge_story.out" &
  stories="$stories $!"
else
  echo '# not run: router.yml and standin.yml themselves, which want root, gobgpd, bird, openssl and namespaces with overlays' >>"$work/left-out"
fi
if [ "$(id -u)" = 0 ] && has ip && has nft && unshare --net true 2>/dev/null; then
  for host in dual-stack gobgp-cutover; do
    timeout 120 python3 "$ansible/tests/packets_story.py" "$host" "$work/run/$host/nftables.conf" >"$work/${host}_packets_story.out" 2>&1 || echo "packets_story ended with $?" >>"$work/${host}_packets_story.out"
  done &
  stories="$stories $!"
  check 'packet filter: unit tests of its way back' unshare --net python3 "$ansible/tests/test_filter_apply.py" "$work/run/dual-stack/nftables.conf" "$work/run/gobgp-cutover/nftables.conf"
else
  echo '# not run: packets through the filters, which want root, ip, nft and namespaces' >>"$work/left-out"
fi

# What stands in for an upstream, as it speaks with both daemons of a router.
if [ "$(id -u)" = 0 ] && [ -n "$gobgpd4" ] && has gobgp4 && has bird && has ip && has nft && unshare --net true 2>/dev/null; then
  for host in beside-stand-in shadow-beside-stand-in; do
    timeout 180 python3 "$ansible/tests/standin_story.py" "$work/run" "$gobgpd4" "$host" >"$work/${host}_standin_story.out" 2>&1 || echo "standin_story ended with $?" >>"$work/${host}_standin_story.out"
  done &
  stories="$stories $!"
else
  echo '# not run: a stand-in beside both daemons, which wants root, gobgpd, gobgp, bird, ip, nft and namespaces' >>"$work/left-out"
fi

# --- what the router does by itself, on a systemd that is started for it
boots() {
  [ "$(id -u)" = 0 ] && [ -x /lib/systemd/systemd ] && unshare --pid --fork --mount --net --uts --ipc sh -c "
    mount -t tmpfs t '$work/json' && mkdir '$work/json/c' &&
    if [ -d /sys/fs/cgroup/systemd ]; then mount -t cgroup -o none,name=systemd c '$work/json/c'; else mount -t cgroup2 c '$work/json/c'; fi" 2>/dev/null
}
on_systemd() {
  name=$1
  shift
  mkdir -p "$work/$name"
  timeout 300 unshare --mount python3 "$ansible/tests/${name}_systemd_story.py" "$work/$name" "$@" >"$work/${name}_systemd_story.out" 2>&1 || echo "${name}_systemd_story ended with $?" >>"$work/${name}_systemd_story.out"
}
if boots && has nft; then
  # One after the other: the kernel has one tree of control groups, in which a systemd
  # that starts tidies away what another one is about to use.
  {
    on_systemd filter "$work/run/gw1/filter-undo.service"
    if [ -n "$gobgpd4" ] && has bird && has gobgp4 && has stayrtr; then
      on_systemd guards "$work/run/gobgp-cutover" "$(readlink -f "$gobgpd4")" "$(readlink -f "$(command -v gobgp4)")"
    fi
  } &
  stories="$stories $!"
else
  echo '# not run: what the router does by itself, which wants root, nft and a systemd that may be started in namespaces' >>"$work/left-out"
fi

# --- the programs that will read the files
parse() {
  host=$1
  files=$work/run/$host
  binary=
  case $host in
    # What Debian 12's does not understand.
    newer-bird) has bird2 && binary=bird2 ;;
    bird-3) has bird3 && binary=bird3 ;;
    *) has bird && binary=bird ;;
  esac
  if [ -n "$binary" ]; then
    check "$host: $binary -p, without a warning" sh -c "said=\$($binary -p -c '$files/bird.conf' 2>&1) && [ -z \"\$said\" ] || { echo \"\$said\"; exit 1; }"
  fi
  if [ -n "$gobgpd4" ]; then
    check "$host: gobgpd 4 --dry-run" "$gobgpd4" --dry-run -f "$files/gobgpd.toml"
  fi
  if ! grep -q 'neighbors.bfd' "$files/gobgpd.toml" && has gobgpd; then
    check "$host: gobgpd 3 --dry-run" gobgpd --dry-run -f "$files/gobgpd.toml"
  fi
  # A parser, but one that asks the kernel.
  if [ "$(id -u)" = 0 ] && has nft; then
    check "$host: nft -c" nft -c -f "$files/nftables.conf"
  else
    echo "# not run: $host: nft -c, which wants root and nft" >>"$work/left-out"
  fi
  if grep -q '^interface' "$files/radvd.conf" && has radvd; then
    check "$host: radvd --configtest" radvd -c -C "$files/radvd.conf"
  fi
}
for host in gw1 v6-only dual-stack netbox gobgp-shadow gobgp-cutover newer-bird bird-3 beside-stand-in shadow-beside-stand-in before-cut-over; do parse "$host"; done
for pair in stand-in:bird stand-in-exceeding:bird stand-in-newer-bird:bird2; do
  if has "${pair#*:}"; then
    check "${pair%:*}: ${pair#*:} -p, without a warning" sh -c "said=\$(${pair#*:} -p -c '$work/run/${pair%:*}/bird.conf' 2>&1) && [ -z \"\$said\" ] || { echo \"\$said\"; exit 1; }"
  fi
done

files=$work/run/gobgp-cutover
if has systemd-analyze && [ -n "$gobgpd4" ] && has nginx; then
  mkdir -p "$work/units"
  install -m 755 "$ansible/roles/gobgp/files/gobgp-judge" "$work/units/gobgp-judge"
  for unit in gobgpd gobgp-proxy gobgp-judge; do
    sed -e "s|/usr/local/sbin/gobgpd|$gobgpd4|" -e "s|/usr/local/sbin/gobgp-judge|$work/units/gobgp-judge|" "$files/$unit.service" >"$work/units/$unit.service"
    check "units: $unit.service verifies" systemd-analyze verify --man=no "$work/units/$unit.service"
    # 0 is locked away, 100 unprotected.
    check "units: $unit.service is exposed less than 2.0" systemd-analyze security --offline=true --threshold=20 "$work/units/$unit.service"
  done
fi
if has nginx && has openssl; then
  mkdir -p "$work/proxy"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=gw1 \
    -keyout "$work/proxy/server.key" -out "$work/proxy/server.pem" 2>/dev/null
  cp "$work/proxy/server.pem" "$work/proxy/clients-ca.pem"
  sed -e "s|/etc/gobgp/|$work/proxy/|" -e "s|/run/gobgp-proxy|$work/proxy|" -e 's|syslog:server=unix:/dev/log|/dev/null|' \
    "$files/nginx-gobgp.conf" >"$work/proxy/nginx.conf"
  check 'gobgp-cutover: nginx -t' nginx -t -q -c "$work/proxy/nginx.conf"
fi
if has shellcheck; then
  check 'scripts: shellcheck' shellcheck "$work/run/gw1/bird-apply" "$ansible/tests/systemd_box.sh" "$ansible/tests/standin_converge.sh" "$0" "$root/tools/build-ansible.sh"
fi

check 'scripts: unit tests of gobgp-apply' python3 "$ansible/tests/test_gobgp_apply.py" "$work/run/gobgp-cutover/gobgp-apply"

if has bird2 && has bird3; then
  if [ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null; then
    for pair in newer-bird:bird2 bird-3:bird3; do
      out=$work/${pair#*:}_restricted_story.out
      timeout 60 python3 "$ansible/tests/restricted_story.py" "$work/run/${pair%:*}" "${pair#*:}" >"$out" 2>&1 || echo "restricted_story ended with $?" >>"$out"
    done
  else
    echo '# not run: the socket of newer BIRDs that only reads, which wants root and namespaces' >>"$work/left-out"
  fi
fi

# --- words that must be there, and words that must not
words() { grep -q -- "$2" "$work/run/$1"; }
check 'BIRD 2.16: a control socket that only reads' words newer-bird/bird.conf 'cli "/run/bird/orion.ctl" { restrict };'
check 'BIRD 2.17: TCP-AO' words newer-bird/bird.conf 'authentication ao;'
check 'BIRD 2.0.12: no such words' refute words v6-only/bird.conf '^cli '
check 'GTSM in BIRD' words dual-stack/bird.conf 'ttl security yes;'
check 'GTSM in the packet filter' words dual-stack/nftables.conf 'ip6 hoplimit != 255 counter drop'
check 'ROAs stay as long in GoBGP as in BIRD' sh -c "grep -q 'expire keep 172800;' '$work/run/gobgp-cutover/bird.conf' && grep -q 'record-lifetime = 172800$' '$work/run/gobgp-cutover/gobgpd.toml'"
check 'GTSM in GoBGP' words gobgp-cutover/gobgpd.toml 'ttl-min = 255'
check 'own prefixes are those of NetBox' words netbox/bird.conf 'route 2001:db8:394b::/48 unreachable;'
check 'and no longer those of the inventory' refute words netbox/bird.conf 'route 2001:db8:394a::/48'
check 'sessions are those of NetBox too' words netbox/bird.conf '^protocol bgp ix_v6 {'
check 'their words stay words' words netbox/bird.conf 'description "The {{ 6 \* 7 }} exchange; }";'
check 'but none that is only planned' refute words netbox/bird.conf 'later_v6'
check 'and one that is offline is switched off' sh -c "grep -A3 'protocol bgp off_v6' '$work/run/netbox/bird.conf' | grep -q '^  disabled;'"
check 'BFD goes with the daemon that holds a session' sh -c "grep -q '^  bfd yes;' '$work/run/dual-stack/bird.conf' && ! grep -q bfd '$work/run/gobgp-cutover/bird.conf' && grep -q 'neighbors.bfd' '$work/run/gobgp-cutover/gobgpd.toml' && [ \$(grep -c 'neighbors.bfd' '$work/run/before-cut-over/gobgpd.toml') = 1 ] && ! grep -q bfd '$work/run/before-cut-over/bird.conf'"
check 'GoBGP imports each family from those who give it' sh -c "grep -A1 'transit-ipv6\"' '$work/run/gobgp-cutover/gobgpd.toml' | grep -q '= \[\"2001:db8:[0-9a-f:]*\"\]$' && ! grep -A1 'name = \"transit-ipv4\"' '$work/run/gobgp-cutover/gobgpd.toml' | grep -q '\"2001:'"
check 'a part of an own prefix is beside its cover in the packet filter' words dual-stack/nftables.conf 'elements = { 2001:db8:3948::/47, 2001:db8:3949::/48, '
check 'a stand-in of GoBGP is no session of BIRD' refute words beside-stand-in/bird.conf '^protocol bgp [a-z0-9]*_gobgp {'
check 'nor one of BIRD a session of GoBGP' sh -c "[ \$(grep -c '^\[\[neighbors\]\]' '$work/run/beside-stand-in/gobgpd.toml') = 7 ] && ! grep -qE '\"(peer-)?stand_in6\"' '$work/run/beside-stand-in/gobgpd.toml'"
check 'stand-in: nothing of it goes to a kernel' sh -c "! grep -q '^protocol kernel' '$work'/run/stand-in*/bird.conf && grep -qx 'net.ipv6.conf.all.forwarding = 0' '$work/run/stand-in/sysctl.conf'"
check 'stand-in: a password where it is asked for' words stand-in-newer-bird/bird.conf 'password "lab-only-6";'
check 'shadow: GoBGP gives nothing back' words gobgp-shadow/bird.conf 'GoBGP on trial'
check 'no API port without GoBGP' refute words v6-only/nftables.conf 'dport 50052'
check 'keys for ORION may only read' grep -q '^restrict,.*command="/usr/local/bin/bird-readonly" ssh-' "$work/run/gw1/authorized_keys-orion-bird"
check 'and come to the socket that only reads, where BIRD has one' grep -q 'ForceCommand BIRD_SOCKET=/run/bird/orion.ctl /usr/local/bin/bird-readonly' "$work/run/newer-bird/sshd-orion-bird.conf"
check 'keys for actions have a command of their own' sh -c "grep -q '^restrict,.*command=\"ORION_GUARDS=/run/orion-guards/bird-guards.sock /usr/local/bin/bird-sessions\" ssh-' '$work/run/gw1/authorized_keys-orion-bird-act' && grep -q 'ForceCommand ORION_GUARDS=/run/orion-guards/bird-guards.sock /usr/local/bin/bird-sessions' '$work/run/gw1/sshd-orion-bird-act.conf'"
check 'keys for the kernel have one as well' sh -c "grep -q '^restrict,.*command=\"KERNEL_TABLE=254 KERNEL_PROTOCOL=12 /usr/local/bin/kernel-routes\" ssh-' '$work/run/gw1/authorized_keys-orion-kernel' && grep -q 'ForceCommand KERNEL_TABLE=254 KERNEL_PROTOCOL=12 /usr/local/bin/kernel-routes' '$work/run/gw1/sshd-orion-kernel.conf'"
check 'and so has what GoBGP takes back' grep -q 'ForceCommand ORION_GUARDS=/run/orion-guards/gobgp-guards.sock /usr/local/bin/gobgp-guards' "$work/run/gobgp-cutover/sshd-orion-gobgp-guard.conf"
check 'a guard is a unit of the router, which knows its daemon' sh -c "grep -qx 'Environment=GOBGP_SOCKET=/run/gobgp/api.sock' '$work/run/gobgp-cutover/gobgp-guards@.service' && grep -qx 'SocketGroup=orion-gobgp-guard' '$work/run/gobgp-cutover/gobgp-guards.socket'"
if has systemd-analyze; then
  for unit in bird-guards gobgp-guards; do
    mkdir -p "$work/units"
    # Program and user are the router's.
    for part in "$unit@.service" "$unit.socket"; do
      sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|; s/^User=.*/User=root/; s/^SocketGroup=.*/SocketGroup=root/' "$work/run/gobgp-cutover/$part" >"$work/units/$part"
    done
    check "$unit: systemd understands its units" sh -c "systemd-analyze verify '$work/units/$unit.socket' '$work/units/$unit@.service' 2>&1 | grep -F '$unit' >'$work/log.units'; cat '$work/log.units'; [ ! -s '$work/log.units' ]"
  done
  # The program is the router's.
  sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' "$work/run/gobgp-cutover/filter-undo.service" >"$work/units/filter-undo.service"
  check 'packet filter: systemd understands the unit of its way back' sh -c "systemd-analyze verify --man=no '$work/units/filter-undo.service' 2>&1 | grep -F filter-undo >'$work/log.units'; cat '$work/log.units'; [ ! -s '$work/log.units' ]"
  check 'packet filter: which is exposed less than 2.0' systemd-analyze security --offline=true --threshold=20 "$work/units/filter-undo.service"
fi
check 'packet filter: a restart starts from what was confirmed' sh -c "grep -qx 'Before=nftables.service shutdown.target' '$work/run/gw1/filter-undo.service' && grep -qx 'ExecStart=/usr/local/sbin/filter-apply --boot' '$work/run/gw1/filter-undo.service'"
if has ip; then
  "$ansible/tests/kernel_story.sh" "$ansible/roles/bird2/files/kernel-routes" >"$work/kernel_story.out" 2>&1 || echo "kernel_story ended with $?" >>"$work/kernel_story.out"
fi
check 'no password where nobody asked for one' refute grep -rqE 'password "|auth-password' "$work/run/gw1" "$work/run/v6-only"
# Every session is up in at most one daemon: BIRD's disabled ones against GoBGP's.
check 'cut-over: BIRD lets go of what GoBGP holds' sh -c "
  grep -A6 'protocol bgp he_v6' '$files/bird.conf' | grep -q '^  disabled;' &&
  ! grep -A6 'protocol bgp he_v4' '$files/bird.conf' | grep -q '^  disabled;' &&
  [ \$(grep -c 'admin-down = true' '$files/gobgpd.toml') = 1 ] && grep -q '^# Holds: he_v6$' '$files/gobgpd.toml'"

check 'render: a second run' play -i "$ansible/inventory/lab" -l dual-stack,gobgp-cutover "$ansible/playbooks/render.yml" -e "render_dir=$work/again"
for host in dual-stack gobgp-cutover; do
  check "$host: a second run gives the same files" cmp "$work/json/$host.json" "$work/again/$host.json"
done

# What NetBox says stays text with this one; before an older one does anything it
# has to be told.
for playbook in render router sessions; do
  play -i "$ansible/inventory/lab" -l dual-stack "$ansible/playbooks/$playbook.yml" -e router_ansible_core=99 -e "render_dir=$work/refused" >"$work/older" 2>&1 || true
  check "$playbook.yml: refuses an Ansible that is too old" grep -q '"msg": "ansible-core is [0-9.]*, and has to be 99 or newer' "$work/older"
  check "$playbook.yml: before anything else" sh -c "[ \$(grep -c '^TASK ' '$work/older') = 2 ] && grep -q '^dual-stack .* ok=1 .*failed=1' '$work/older'"
done
# Nobody listens there: who comes so far was not stopped.
for end in router_confirm router_take_back; do
  play -i "$ansible/inventory/invalid" -l nothing-wrong "$ansible/playbooks/sessions.yml" -e router_ansible_core=99 -e "{\"router_change\": \"17\", \"$end\": true}" >"$work/older" 2>&1 || true
  check "sessions.yml: $end goes to the router with any Ansible" sh -c "! grep -q 'ansible-core is' '$work/older' && grep -q '^nothing-wrong .*unreachable=1 ' '$work/older'"
done
oldest=$(sed -n "s/^    router_ansible_core: '\(.*\)'$/\1/p" "$ansible/roles/router_base/tasks/ansible_core.yml")
check 'the oldest Ansible that is taken is the one the roles name' sh -c "[ \"\$(grep -h min_ansible_version '$ansible'/roles/*/meta/main.yml | sort -u)\" = \"  min_ansible_version: '$oldest'\" ]"

# --- wrong inventories
mkdir -p "$work/refused"
play -i "$ansible/inventory/invalid" "$ansible/playbooks/render.yml" -e "render_dir=$work/refused" >"$work/refused.log" 2>&1 || true
for file in "$ansible"/inventory/invalid/host_vars/*.yml; do
  host=$(basename "$file" .yml)
  because=$(sed -n "s/^refused_for: ['\"]\(.*\)['\"]$/\1/p" "$file")
  if [ -z "$because" ]; then
    check "$host: not refused" test -f "$work/refused/$host.json"
    continue
  fi
  grep "^fatal: \[$host\]" "$work/refused.log" >"$work/said" || true
  check "refused: $because" grep -qF "$because" "$work/said"
  check "$host: nothing was rendered" test ! -e "$work/refused/$host.json"
done
# Nobody listens for these hosts: whoever is asked is unreachable.
play -i "$ansible/inventory/invalid" "$ansible/playbooks/router.yml" >"$work/stopped" 2>&1 || true
check 'one wrong inventory stops the run' grep -q '^fatal: ' "$work/stopped"
check 'before any router is asked' refute grep -q UNREACHABLE "$work/stopped"
play -i "$ansible/inventory/invalid" -l nothing-wrong "$ansible/playbooks/router.yml" >"$work/asked" 2>&1 || true
check 'a right one is asked' grep -q 'nothing-wrong.*UNREACHABLE' "$work/asked"
# The same of what stands in. One that is a router as well loses nothing.
play -i "$ansible/inventory/invalid" "$ansible/playbooks/standin.yml" >"$work/stopped" 2>&1 || true
check 'one wrong stand-in stops the run' grep -q '^fatal: ' "$work/stopped"
check 'before any stand-in is asked' refute grep -q UNREACHABLE "$work/stopped"
play -i "$ansible/inventory/invalid" -l standin-nothing-wrong "$ansible/playbooks/standin.yml" --skip-tags packages >"$work/asked" 2>&1 || true
check 'a right stand-in is asked' grep -q 'standin-nothing-wrong.*UNREACHABLE' "$work/asked"
printf '[standins]\nnothing-wrong\n' >"$work/both.ini"
play -i "$ansible/inventory/invalid" -i "$work/both.ini" -l nothing-wrong "$ansible/playbooks/standin.yml" >"$work/both" 2>&1 || true
check 'a router does not stand in' grep -q '^fatal: .nothing-wrong.*it is one of the group routers as well' "$work/both"

# --- the sources
check 'playbook of stand-ins: syntax' play -i "$ansible/inventory/lab" "$ansible/playbooks/standin.yml" --syntax-check
check 'playbook of sessions: syntax' play -i "$ansible/inventory/portal" "$ansible/playbooks/sessions.yml" --syntax-check
check 'playbook: syntax' play -i "$ansible/inventory/production" "$ansible/playbooks/router.yml" --syntax-check
if has yamllint; then
  check 'sources: yamllint' yamllint -s -c "$ansible/.yamllint" "$ansible"
fi
if has ansible-lint; then
  check 'sources: ansible-lint' sh -c "cd '$ansible' && ansible-lint --offline -q --nocolor"
fi

for pid in $stories; do wait "$pid" || true; done
for out in "$work"/*_story.out; do
  [ -e "$out" ] || continue
  grep -E '^(ok|not ok) ' "$out" | tee -a "$results" || true
  # What a story left out itself.
  grep '^# not run: ' "$out" >>"$work/left-out" || true
  if grep -qE '^(not ok|Traceback)| ended with ' "$out"; then
    sed 's/^/    /' "$out"
    grep -q '^not ok' "$out" || tell "not ok $(basename "$out" .out): $(tail -n 1 "$out")"
  fi
done

cat "$work/left-out" 2>/dev/null || true
for program in $absent; do echo "# not installed: $program"; done
passed=$(grep -c '^ok ' "$results" || true)
failed=$(grep -c '^not ok ' "$results" || true)
grep '^not ok ' "$results" | sed 's/^/failed: /' || true
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
