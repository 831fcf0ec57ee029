#!/bin/sh
# Runs router.yml for real, on this machine, in namespaces of its own: what it
# writes goes to memory, and nothing outside sees it. BIRD runs; other services
# are only said to. Wants root.
#
#   converge.sh <work folder> <gobgpd>
set -eu

if [ -z "${CONVERGE_INSIDE:-}" ]; then
  CONVERGE_INSIDE=1 exec unshare --mount --net --pid --fork --propagation private "$0" "$@"
fi

work=$1
gobgpd=$2
ansible=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
mount -t tmpfs tmpfs "$work"
mount -t proc proc /proc
for folder in /etc /usr/local /usr/sbin /var/lib /run; do
  mkdir -p "$work/over$folder/upper" "$work/over$folder/work"
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=$work/over$folder/upper,workdir=$work/over$folder/work" "$folder"
done

mkdir -p "$work/bin" "$work/pki" /run/bird
# Timers are processes of this namespace, and nothing is asked of the machine's systemd.
rm -rf /run/systemd/system
# What the modules ask of systemd, and BIRD.
cat >"$work/bin/systemctl" <<END
#!/bin/sh
echo "\$*" >>$work/systemctl.log
case "\$*" in
  disable*radvd* | stop*radvd*) touch $work/no-radvd ;;
  enable*radvd* | start*radvd*) rm -f $work/no-radvd ;;
esac
case "\$*" in
  *show*radvd*) [ ! -e $work/no-radvd ] || { printf 'LoadState=loaded\nActiveState=inactive\nSubState=dead\nUnitFileState=disabled\n' && exit; } ;;
  *is-enabled*radvd*) [ ! -e $work/no-radvd ] || { echo disabled && exit 1; } ;;
  *is-active*radvd*) [ ! -e $work/no-radvd ] || { echo inactive && exit 3; } ;;
esac
case "\$*" in
  *reload*nftables*) exec /usr/sbin/nft -f /etc/nftables.conf ;;
  *show*nginx*) printf 'LoadState=loaded\nActiveState=inactive\nSubState=dead\nUnitFileState=disabled\n' ;;
  *is-enabled*nginx*) echo disabled && exit 1 ;;
  *is-active*nginx*) echo inactive && exit 3 ;;
  *MainPID*gobgpd*) cat /run/gobgp/pid 2>/dev/null || echo 0 ;;
  *show*) printf 'LoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\n' ;;
  *is-enabled*) echo enabled ;;
  *is-active*) echo active ;;
esac
END
printf '#!/bin/sh\n' >"$work/bin/sysctl"
chmod +x "$work/bin/systemctl" "$work/bin/sysctl"
cp "$gobgpd" "$work/gobgpd"
cp "$(dirname "$gobgpd")/gobgp4" "$work/gobgp4"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=gw1 \
  -keyout "$work/pki/router.key" -out "$work/pki/router.pem" 2>/dev/null
mkdir -p /etc/ssh/sshd_config.d /run/sshd
over_ssh=
[ -x /usr/sbin/sshd ] && over_ssh=yes
[ -x /usr/sbin/radvd ] || cp "$work/bin/sysctl" /usr/sbin/radvd
[ -x /usr/sbin/sshd ] || cp "$work/bin/sysctl" /usr/sbin/sshd
printf 'router id 192.0.2.1;\nprotocol device {}\n' >/etc/bird/bird.conf
rm -f /etc/bird/bird.conf.wanted
# As the package leaves it, and somebody who runs code as that user.
chown bird:bird /etc/bird
echo 'of root' >/etc/of-root
ln -s /etc/of-root /etc/bird/.bird-apply.lock
chown -h bird /etc/bird/.bird-apply.lock
/usr/sbin/bird -c /etc/bird/bird.conf -s /run/bird/bird.ctl -P /run/bird/bird.pid

# Keys that somebody has, beside those of nobody.
actor_key=
guard_key=
if [ -n "$over_ssh" ]; then
  for key in host key actor guard; do ssh-keygen -q -t ed25519 -N '' -f "$work/$key"; done
  actor_key=", $(cat "$work/actor.pub")"
  guard_key=", $(cat "$work/guard.pub")"
fi

export PATH="$work/bin:$PATH" ANSIBLE_PIPELINING=1
cat >"$work/extra.yml" <<END
ansible_connection: local
ansible_become: false
ansible_python_interpreter: /usr/bin/python3
bird2_kernel: false
bird2_settle_seconds: 1
bird2_reader_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE lab]
bird2_actor_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLF lab$actor_key]
bird2_kernel_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLG lab]
gobgp_guard_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLH lab$guard_key]
router_interfaces: [{ name: inside0, prefix: '2001:db8:394a:10::/64' }]
gobgp_binary: $work/gobgpd
gobgp_proxy_ca: $work/pki/router.pem
gobgp_proxy_cert: $work/pki/router.pem
gobgp_proxy_key: $work/pki/router.key
END
status=0
run() {
  name=$1
  recap=$2
  shift 2
  # shellcheck disable=SC2086 # One word each.
  ${from:-} ansible-playbook -i "$ansible/inventory/lab" "$ansible/playbooks/${playbook:-router}.yml" --skip-tags packages \
    -e "@$work/extra.yml" "$@" >"$work/log" 2>&1 || true
  if grep -qE "^[a-z0-9-]+ +: ok=[0-9]+ +$recap +unreachable=0 +failed=0" "$work/log"; then
    echo "ok converge: $name"
  else
    status=1
    echo "not ok converge: $name: $(grep -E -B1 'ERROR|^fatal|^changed|ok=' "$work/log" | tail -n 6 | tr '\n' ' ' | cut -c1-600)"
  fi
}
expect() {
  name=$1
  shift
  if "$@" >"$work/log" 2>&1; then echo "ok converge: $name"; else status=1; echo "not ok converge: $name: $(tail -n 2 "$work/log" | tr '\n' ' ')"; fi
}
# Of the packet filter: its rules, and whether the router waits for a confirmation.
loaded() { nft --stateless list table inet router; }
rules_of() { loaded | diff "$1" -; }
waits() { grep -q "\"id\": \"$1\"" /var/lib/orion-filter/pending.json; }
confirmed() { [ -d /var/lib/orion-filter ] && [ ! -e /var/lib/orion-filter/pending.json ]; }

run 'a router gets its files' 'changed=[1-9][0-9]*' -l gobgp-cutover
expect 'BIRD runs them' sh -c "birdc -s /run/bird/bird.ctl show protocols | grep -q '^he_v4 .*BGP'"
expect 'and would start from them' cmp /etc/bird/bird.conf /etc/bird/bird.conf.wanted
expect 'the packet filter is loaded' sh -c 'nft list table inet router | grep -q "udp dport 3784 jump from_bfd"'
expect 'and confirmed' confirmed
expect 'passwords are for root and the daemon' sh -c "[ \"\$(stat -c '%a %U %G' /etc/bird/bird.conf /etc/gobgp/gobgpd.toml | sort -u | tr '\n' ' ')\" = '640 root bird 640 root gobgp ' ]"
expect 'the folder of BIRD is not of the user it runs as' sh -c "[ \"\$(stat -c '%U %G %a' /etc/bird)\" = 'root bird 750' ]"
expect 'nor will a package make it so' sh -c "[ \"\$(dpkg-statoverride --list '/etc/bird*' | sort | tr '\n' ' ')\" = 'root bird 640 /etc/bird/bird.conf root bird 750 /etc/bird ' ]"
expect 'a link the user made there is gone' sh -c '[ ! -e /etc/bird/.bird-apply.lock ] || [ ! -L /etc/bird/.bird-apply.lock ]'
expect 'and what it led to is as it was' grep -q '^of root$' /etc/of-root
expect 'the key of guards comes to its command alone' grep -qx 'restrict,command="ORION_GUARDS=/run/orion-guards/gobgp-guards.sock /usr/local/bin/gobgp-guards" ssh-ed25519 .*H lab' /var/lib/orion-gobgp-guard/.ssh/authorized_keys
expect 'its user has the group of the socket' sh -c "id -nG orion-gobgp-guard | grep -qw gobgp"
# As systemd does with the socket's unit; the key's command comes to it.
mkdir -p /run/orion-guards /run/gobgp
if command -v systemd-socket-activate >/dev/null; then
  systemd-socket-activate -l /run/orion-guards/gobgp-guards.sock --accept --inetd -E HOME=/var/lib/orion-gobgp-guard -E GOBGP_SOCKET=/run/gobgp/api.sock \
    runuser -u orion-gobgp-guard -- /usr/local/bin/gobgp-guards --keep 2>"$work/activate.log" &
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -S /run/orion-guards/gobgp-guards.sock ] || sleep 0.2; done
  chmod 660 /run/orion-guards/gobgp-guards.sock
  chgrp orion-gobgp-guard /run/orion-guards/gobgp-guards.sock
  keeper=ORION_GUARDS=/run/orion-guards/gobgp-guards.sock
else
  keeper=ORION_GUARDS=
fi
as_guard() { printf '%s\n' "$1" | runuser -u orion-gobgp-guard -- env -i HOME=/var/lib/orion-gobgp-guard GOBGP_SOCKET=/run/gobgp/api.sock "$keeper" /usr/local/bin/gobgp-guards; }
guarded() { as_guard "$1" | grep -q "$2"; }
# As the unit starts it, but nothing of it listens for BGP here.
mkdir -p /run/gobgp
sed 's/^  port = .*/  port = -1/; /local-address-list/d' /etc/gobgp/gobgpd.toml >/run/gobgp/gobgpd.toml
chown -R gobgp:gobgp /run/gobgp
chmod 750 /run/gobgp
start_gobgp() {
  rm -f /run/gobgp/api.sock
  # shellcheck disable=SC2016 # Of the shell inside.
  runuser -u gobgp -- sh -c 'umask 007; echo $$ >/run/gobgp/process; exec /usr/local/sbin/gobgpd -f "$0" --api-hosts unix:///run/gobgp/api.sock --pprof-disable -p' "$1" >"$work/gobgpd.log" 2>&1 &
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ -S /run/gobgp/api.sock ] || sleep 0.5; done
}
start_gobgp /run/gobgp/gobgpd.toml
expect 'GoBGP answers the guard' guarded 'orion guard is-it-there 1 enable 255.255.255.255' '^8003 GoBGP has no neighbor'
expect 'which watches' guarded 'orion guard it-watches 60 disable 2001:db8:ffff::1' '^0000 Guarded'
as_judge() { runuser -u gobgp -- env -i GOBGP_JUDGED=/run/gobgp/judged.json /usr/local/sbin/gobgp-judge; }
expect 'what has routes judged again may ask it' as_judge
expect 'and is started by its timer' sh -c "grep -q '^restart gobgp-judge.timer' '$work/systemctl.log' && grep -qx 'ExecStart=/usr/local/sbin/gobgp-judge' /etc/systemd/system/gobgp-judge.service"
expect 'until it is told not to' guarded 'orion release it-watches' '^0000 Released'
expect 'and alters nothing of the router but this' guarded 'configure' '^8007 Access denied'
run 'a second run changes nothing' 'changed=0' -l gobgp-cutover
# A key that is taken out, with who is in by it; a guard it asked for goes on.
keys_of() { echo "/var/lib/$1/.ssh/authorized_keys"; }
no_keys() { for user; do [ ! -e "$(keys_of "$user")" ] || return 1; done; }
if [ -n "$over_ssh" ]; then
  ip link set lo up
  chgrp bird /run/bird/bird.ctl
  chmod 660 /run/bird/bird.ctl
  printf 'ListenAddress 127.0.0.1\nPort 2022\nHostKey %s\nPidFile %s\nStrictModes no\nUsePAM no\n' "$work/host" "$work/keys.pid" >"$work/keys_config"
  /usr/sbin/sshd -f "$work/keys_config" -E "$work/keys.log"
fi
# Asks one thing and stays until its connection ends.
stay() {
  # Locked, as the role has it, nobody may log in without PAM.
  usermod -p '*' "$1"
  { echo "$3" && sleep 600; } | ssh -F none -T -i "$work/$2" -p 2022 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes "$1@127.0.0.1" >"$work/$1.said" 2>"$work/$1.err" &
  for _ in 1 2 3 4 5 6 7 8 9 10; do [ "$(wc -l <"$work/$1.said")" -ge 2 ] || sleep 0.5; done
  usermod -p '!' "$1"
}
is_in() { pgrep -u "$1" '^sshd' >/dev/null; }
is_out() { ! is_in "$1"; }
stay_all() {
  stay orion-bird-act actor 'show status'
  stay orion-gobgp-guard guard 'orion guard outlives 600 disable 2001:db8:ffff::1'
}
fewer='{"bird2_actor_keys": [], "gobgp_guard_keys": ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLH lab"], "router_interfaces": []}'
none='{"bird2_actor_keys": [], "gobgp_guard_keys": [], "router_interfaces": []}'
if [ -n "$over_ssh" ]; then
  stay_all
  expect 'who has a key comes in' is_in orion-bird-act
  expect 'to its command' grep -q '^0000 Guarded' "$work/orion-gobgp-guard.said"
fi
run 'keys are taken out, and the last network' 'changed=[1-9][0-9]*' -l gobgp-cutover -e "$fewer"
expect 'who has none left has no file of them' no_keys orion-bird-act
expect 'radvd stops and does not start again' sh -c "[ ! -e /etc/radvd.conf ] && grep -q '^stop radvd' '$work/systemctl.log' && grep -q '^disable radvd' '$work/systemctl.log'"
if [ -n "$over_ssh" ]; then
  expect 'who was in by a last key is out' is_out orion-bird-act
  expect 'and by one of several' is_out orion-gobgp-guard
  expect 'what was to be taken back is' guarded 'orion release outlives' '^0000 Released'
fi
run 'all of them' 'changed=[1-9][0-9]*' -l gobgp-cutover -e "$none"
expect 'have no file' no_keys orion-bird-act orion-gobgp-guard
run 'once more changes nothing' 'changed=0' -l gobgp-cutover -e "$none"
run 'they are given back' 'changed=[1-9][0-9]*' -l gobgp-cutover
expect 'and radvd runs again' sh -c "grep -q '^interface' /etc/radvd.conf && [ ! -e '$work/no-radvd' ]"
run 'without GoBGP nobody has a key for its guards' 'changed=[1-9][0-9]*' -l gobgp-cutover --tags gobgp -e '{"router_phase": "bird", "router_peers": ["{{ lab_he_v4 }}"]}'
expect 'nor a file of one' no_keys orion-gobgp-guard
expect 'nor has anybody routes judged again' sh -c "! ls /etc/systemd/system/gobgp-judge.* /usr/local/sbin/gobgp-judge && grep -q '^stop gobgp-judge.timer' '$work/systemctl.log' && grep -q '^disable gobgp-judge.timer' '$work/systemctl.log'"
run 'with it they have' 'changed=[1-9][0-9]*' -l gobgp-cutover --tags gobgp
expect 'and routes are judged again' as_judge
if [ -n "$over_ssh" ]; then
  stay_all
  expect 'and let in again' is_in orion-bird-act
  expect 'with each its own' is_in orion-gobgp-guard
fi
renamed='{"bird2_actor_user": "orion-bird-does"}'
knows_sshd() { [ -e "/etc/ssh/sshd_config.d/60-$1.conf" ]; }
run 'a way in gets another user' 'changed=[1-9][0-9]*' -l gobgp-cutover --tags bird2 -e "$renamed"
expect 'who has its keys' grep -q '/usr/local/bin/bird-sessions" ssh-ed25519' "$(keys_of orion-bird-does)"
expect 'and may do what it does' knows_sshd orion-bird-does
expect 'the user of before has none' no_keys orion-bird-act
expect 'nor does sshd know of one' sh -c '[ ! -e /etc/ssh/sshd_config.d/60-orion-bird-act.conf ]'
expect 'who only reads keeps what it has' knows_sshd orion-bird
if [ -n "$over_ssh" ]; then
  expect 'who was in as the one before is out' is_out orion-bird-act
  expect 'and nobody else' is_in orion-gobgp-guard
fi
run 'once more changes nothing' 'changed=0' -l gobgp-cutover --tags bird2 -e "$renamed"
run 'and back' 'changed=[1-9][0-9]*' -l gobgp-cutover --tags bird2
expect 'with nothing left of it' no_keys orion-bird-does
expect 'as before' knows_sshd orion-bird-act
if [ -n "$over_ssh" ]; then
  guarded 'orion release outlives' '' || true
  kill "$(cat "$work/keys.pid")"
  pkill -KILL -u orion-bird-act '^sshd' || true
  pkill -KILL -u orion-gobgp-guard '^sshd' || true
fi
playbook=sessions
run 'the playbook of sessions alone changes nothing' 'changed=0' -l gobgp-cutover
# A change of the portal: told without passwords, held to its digests, given back.
sessions() {
  ansible-playbook -i "$ansible/inventory/lab" "$ansible/playbooks/sessions.yml" -e "@$work/extra.yml" -l gobgp-cutover "$@"
}
files='/etc/bird/bird.conf /etc/gobgp/gobgpd.toml /etc/nftables.conf'
# shellcheck disable=SC2086 # One word each.
digests() { sha256sum $files; }
digests >"$work/before"
loaded >"$work/loaded"
shorter='{"router_change": "17", "router_max_path": 40, "router_portal_addresses": ["10.0.10.99"]}'
sessions --check -e "$shorter" >"$work/told" 2>&1 || true
expect 'a check tells what runs and shall run' sh -c "[ \$(grep -c 'secret 1' '$work/told') -ge 2 ] && grep -q 'bgp_path.len > 40' '$work/told'"
mv /etc/bird/bird.conf "$work/bird.conf"
ln -s /etc/of-root /etc/bird/bird.conf
chown -h bird /etc/bird/bird.conf
sessions --check -e "$shorter" >"$work/link" 2>&1 || true
mv "$work/bird.conf" /etc/bird/bird.conf
expect 'nor what a link of a daemon leads to' sh -c "grep -q 'is a link that root did not make' '$work/link' && ! grep -q 'of root' '$work/link'"
expect 'and no password' sh -c "! grep -q 'lab-only' '$work/told'"
expect 'and changes nothing' sh -c "sha256sum -c --quiet '$work/before'"
sessions -e "$shorter" -e '{"router_approved": {"bird": {"runs": "0", "shall": "0"}, "gobgp": {}, "filter": {}}}' >"$work/refused" 2>&1 || true
expect 'what was not approved is not run' grep -q 'bird.conf is another one than at the approval; nothing was changed' "$work/refused"
expect 'and changes nothing either' sh -c "sha256sum -c --quiet '$work/before'"
expect 'nor is a packet filter waited for' confirmed
run 'a change is applied' 'changed=[1-9][0-9]*' -l gobgp-cutover -e "$shorter"
expect 'its packet filter is loaded and confirmed' sh -c 'nft list table inet router | grep -q 10.0.10.99 && [ ! -e /var/lib/orion-filter/pending.json ]'
expect 'all three files are others' sh -c "[ \$(sha256sum -c '$work/before' 2>/dev/null | grep -c FAILED) = 3 ]"
run 'and taken back' 'changed=[1-9][0-9]*' -l gobgp-cutover -e '{"router_change": "17", "router_take_back": true}'
expect 'all three are as they were' sh -c "sha256sum -c --quiet '$work/before'"
expect 'and readable by those who read them' sh -c "[ \"\$(stat -c '%a %U %G' /etc/bird/bird.conf /etc/gobgp/gobgpd.toml | sort -u | tr '\\n' ' ')\" = '640 root bird 640 root gobgp ' ]"
sessions -e '{"router_change": "17", "router_take_back": true}' >"$work/refused" 2>&1 || true
expect 'what somebody configured since is left alone' grep -q 'is not what change 17 gave' "$work/refused"
sessions -e '{"router_change": "18", "router_take_back": true}' >"$work/refused" 2>&1 || true
expect 'a change that never was has nothing to give' grep -q 'change 18 left nothing to take back' "$work/refused"

# Held until somebody has proven it, and then there for good. What is held, daemons
# run: GoBGP now runs what it runs on a router, and the roles see that it does.
kill "$(cat /run/gobgp/process)"
# As its unit lets it: port 179 is not for everybody.
echo 179 >/proc/sys/net/ipv4/ip_unprivileged_port_start
ip link set lo up
ip address add "$(sed -n 's/.*local-address-list = \["\(.*\)"\]/\1/p' /etc/gobgp/gobgpd.toml)" dev lo 2>/dev/null || true
cp -p /etc/gobgp/gobgpd.toml /etc/gobgp/running.toml
start_gobgp /etc/gobgp/running.toml
cp /run/gobgp/process /run/gobgp/pid
longer='{"router_change": "21", "router_max_path": 41, "router_portal_addresses": ["10.0.10.98"], "router_hold_seconds": 60}'
run 'a change is held' 'changed=[1-9][0-9]*' -l gobgp-cutover -e "$longer"
runs_it() { birdc -s /run/bird/bird.ctl show status | grep -q "Last reconfiguration" && grep -q "bgp_path.len > 41" /etc/bird/bird.conf.held; }
expect 'BIRD runs it' runs_it
expect 'and both daemons start from what was' sh -c "head -n 2 '$work/before' | sha256sum -c --quiet"
expect 'its packet filter is there, and so is the one without neighbors that go' grep -q 10.0.10.98 /etc/nftables.conf /var/lib/orion-router/21/filter.confirmed
expect 'which the router takes back unless it is confirmed' waits change-21
run 'it is confirmed' 'changed=[1-9][0-9]*' -l gobgp-cutover -e '{"router_change": "21", "router_confirm": true}'
expect 'all three files are others then' sh -c "[ \$(sha256sum -c '$work/before' 2>/dev/null | grep -c FAILED) = 3 ]"
expect 'the packet filter as well' confirmed
run 'once more changes nothing' 'changed=0' -l gobgp-cutover -e '{"router_change": "21", "router_confirm": true}'
run 'nor does the next run' 'changed=0' -l gobgp-cutover -e '{"router_max_path": 41, "router_portal_addresses": ["10.0.10.98"]}'
run 'and it can be taken back' 'changed=[1-9][0-9]*' -l gobgp-cutover -e '{"router_change": "21", "router_take_back": true}'
run 'one that is held' 'changed=[1-9][0-9]*' -l gobgp-cutover -e "$(echo "$longer" | sed 's/21/22/')"
run 'is taken back before it is confirmed' 'changed=[0-9]*' -l gobgp-cutover -e '{"router_change": "22", "router_take_back": true}'
expect 'and all three are what they were' sh -c "sha256sum -c --quiet '$work/before'"
expect 'the packet filter is not waited for' confirmed
expect 'and its rules are what they were' rules_of "$work/loaded"
run 'of another one that is held' 'changed=[1-9][0-9]*' -l gobgp-cutover -e "$(echo "$longer" | sed 's/21/23/')"
sed -i 's/"due": [0-9.]*/"due": 0/' /var/lib/orion-filter/pending.json
/usr/local/sbin/filter-apply --look
expect 'the router takes the packet filter back' rules_of "$work/loaded"
sessions -e '{"router_change": "23", "router_confirm": true}' >"$work/refused" 2>&1 || true
expect 'which nobody confirms any more' grep -q 'filter-apply: not confirmed, the router took it back' "$work/refused"
run 'and the rest is taken back' 'changed=[1-9][0-9]*' -l gobgp-cutover -e '{"router_change": "23", "router_take_back": true}'
expect 'all three files are what they were' sh -c "sha256sum -c --quiet '$work/before'"
sessions -e '{"router_hold_seconds": 60}' >"$work/refused" 2>&1 || true
expect 'nobody holds what nobody is to confirm' grep -q 'router_hold_seconds wants router_change' "$work/refused"
kill "$(cat /run/gobgp/pid)"
rm /run/gobgp/pid

# Cut off before it noted anything: each file is what it was, or what was approved.
digest() { python3 -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1]).read().rstrip("\n").encode()).hexdigest())' "$1"; }
runs() { for file in $files; do digest "$file"; done | tr '\n' ' '; }
was=$(runs)
more='{"router_change": "20", "router_max_path": 40}'
run 'another change is applied' 'changed=[1-9][0-9]*' -l gobgp-cutover -e "$more"
# shellcheck disable=SC2046,SC2086 # One word each.
approved=$(python3 -c 'import json, sys; old, new = sys.argv[1:4], sys.argv[4:]
print(json.dumps({"router_change": "20", "router_take_back": True, "router_approved": {
    name: {"runs": old[n], "shall": new[n]} for n, name in enumerate(["bird", "gobgp", "filter"])}}))' $was $(runs))
rm /var/lib/orion-router/20/given.json
echo '# by hand' >>/etc/bird/bird.conf
sessions -e "$approved" >"$work/refused" 2>&1 || true
expect 'what somebody configured since it was cut off is left alone' grep -q 'is neither what it was before change 20' "$work/refused"
sed -i '$d' /etc/bird/bird.conf
# GoBGP was not reached.
cp -p /var/lib/orion-router/20/gobgpd.toml /etc/gobgp/gobgpd.toml && chown root:gobgp /etc/gobgp/gobgpd.toml && chmod 640 /etc/gobgp/gobgpd.toml
run 'a change that was cut off is taken back' 'changed=[1-9][0-9]*' -l gobgp-cutover -e "$approved"
expect 'and all three are as they were' sh -c "sha256sum -c --quiet '$work/before'"

# One that only GoBGP speaks with, and that a change drops.
printf '\n[[neighbors]]\n  [neighbors.config]\n    neighbor-address = "198.51.100.77"\n    peer-as = 64496\n' >>/etc/gobgp/gobgpd.toml
run 'a neighbor that only GoBGP had goes' 'changed=[1-9][0-9]*' -l gobgp-cutover -e '{"router_change": "24"}'
meanwhile=/var/lib/orion-router/24/filter.meanwhile
expect 'it is let in until GoBGP has let go of it' grep -q 'saddr 198.51.100.77 accept' "$meanwhile"
expect 'which neither daemon is for the other' sh -c "! grep -q '127\.0\.0\.' '$meanwhile'"
expect 'and all three are as they were before it came' sh -c "sha256sum -c --quiet '$work/before'"

cp /etc/nftables.conf "$work/filter"
ansible-playbook -i "$ansible/inventory/lab" "$ansible/playbooks/sessions.yml" -e "@$work/extra.yml" -l gobgp-cutover \
  -e '{"router_portal_addresses": ["10.0.10.99"], "router_max_path": 40, "bird2_run": "/run/nobody", "router_change": "19"}' >"$work/refused" 2>&1 || true
expect 'where BIRD takes nothing the run fails' sh -c "grep -q 'bird-apply: BIRD refused' '$work/refused' || { tail -n 8 '$work/refused'; exit 1; }"
expect 'and the packet filter is as it was' cmp /etc/nftables.conf "$work/filter"
expect 'as are both daemons' sh -c "sha256sum -c --quiet '$work/before'"
expect 'and the rules' rules_of "$work/loaded"
expect 'of which nothing is waited for' confirmed

# Whoever is shut out by his own packet filter: a machine beside this one, over SSH.
if [ -z "$over_ssh" ]; then
  echo '# not run: who is shut out by his own packet filter, which wants sshd'
  exit "$status"
fi
mkdir -p /run/netns
mount -t tmpfs tmpfs /run/netns
ip netns add far
ip link add near0 type veth peer name far0 netns far
ip address add 10.99.0.1/24 dev near0
ip link set near0 up
ip -n far address add 10.99.0.2/24 dev far0
ip -n far link set far0 up
# Locked, nobody may log in, whatever his key.
sed -i 's/^root:[^:]*:/root:*:/' /etc/shadow
cat >"$work/sshd_config" <<END
ListenAddress 10.99.0.1
HostKey $work/host
AuthorizedKeysFile $work/key.pub
PidFile $work/sshd.pid
StrictModes no
UsePAM no
SetEnv PATH=$PATH
END
/usr/sbin/sshd -f "$work/sshd_config" -E "$work/sshd.log"
cat >>"$work/extra.yml" <<END
router_management_prefixes: [10.99.0.0/24]
END
run 'management moves elsewhere' 'changed=[1-9][0-9]*' -l gobgp-cutover
cat >>"$work/extra.yml" <<END
ansible_connection: ssh
ansible_host: 10.99.0.1
ansible_user: root
ansible_timeout: 5
ansible_ssh_private_key_file: $work/key
ansible_ssh_common_args: -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null
END
from='ip netns exec far'
run 'and configures from there' 'changed=[1-9][0-9]*' -l gobgp-cutover -e '{"router_portal_addresses": ["10.0.10.97"]}'
expect 'it came in anew, and the packet filter is confirmed' confirmed
expect 'by a connection of its own each time' sh -c "[ \$(grep -c 'Accepted publickey' '$work/sshd.log') -ge 3 ]"
digests >"$work/before"
loaded >"$work/loaded"
$from ansible-playbook -i "$ansible/inventory/lab" "$ansible/playbooks/sessions.yml" -e "@$work/extra.yml" -l gobgp-cutover \
  -e '{"router_management_prefixes": ["10.98.0.0/24"], "router_filter_reach_seconds": 20}' >"$work/shut" 2>&1 || true
expect 'who is shut out is told so' sh -c "grep -A3 'Come in anew' '$work/shut' | grep -q UNREACHABLE || { tail -n 8 '$work/shut'; exit 1; }"
expect 'and is shut out' sh -c 'nft list table inet router | grep -q 10.98.0.0'
count=0
until confirmed || [ "$count" = 40 ]; do count=$((count + 1)) && sleep 1; done
expect 'until the router takes it back by itself' rules_of "$work/loaded"
expect 'with its file' sh -c "sha256sum -c --quiet '$work/before'"
run 'then all is as it was' 'changed=0' -l gobgp-cutover -e '{"router_portal_addresses": ["10.0.10.97"]}'
exit "$status"
