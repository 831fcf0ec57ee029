#!/bin/sh
# Runs standin.yml for real, on this machine, in namespaces of its own: what it writes
# goes to memory, and nothing outside sees it. BIRD runs. Wants root.
#
#   standin_converge.sh <work folder>
set -eu

if [ -z "${CONVERGE_INSIDE:-}" ]; then
  CONVERGE_INSIDE=1 exec unshare --mount --net --pid --fork --propagation private "$0" "$@"
fi

work=$1
ansible=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
mount -t tmpfs tmpfs "$work"
mount -t proc proc /proc
for folder in /etc /run; do
  mkdir -p "$work/over$folder/upper" "$work/over$folder/work"
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=$work/over$folder/upper,workdir=$work/over$folder/work" "$folder"
done

# Nothing is asked of the machine's systemd.
mkdir -p "$work/bin" /run/bird
rm -rf /run/systemd/system
cat >"$work/bin/systemctl" <<'END'
#!/bin/sh
case "$*" in
  *show*) printf 'LoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\n' ;;
  *is-enabled*) echo enabled ;;
  *is-active*) echo active ;;
esac
END
chmod +x "$work/bin/systemctl"
export PATH="$work/bin:$PATH" ANSIBLE_PIPELINING=1
# As the package leaves it: every route it learns goes to the kernel.
printf 'router id 192.0.2.1;\nprotocol device {}\nprotocol kernel { ipv6 { export all; }; }\n' >/etc/bird/bird.conf
/usr/sbin/bird -c /etc/bird/bird.conf -s /run/bird/bird.ctl -P /run/bird/bird.pid
echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
cat >"$work/extra.yml" <<END
ansible_connection: local
ansible_become: false
ansible_python_interpreter: /usr/bin/python3
END

status=0
play() {
  ansible-playbook -i "$ansible/inventory/lab" "$ansible/playbooks/standin.yml" --skip-tags packages -l stand-in -e "@$work/extra.yml" "$@" >"$work/log" 2>&1
}
run() {
  name=$1
  recap=$2
  shift 2
  play "$@" || true
  if grep -qE "^stand-in +: ok=[0-9]+ +$recap +unreachable=0 +failed=0" "$work/log"; then
    echo "ok standin.yml: $name"
  else
    status=1
    echo "not ok standin.yml: $name: $(grep -E -B1 'ERROR|^fatal|^changed|ok=' "$work/log" | tail -n 6 | tr '\n' ' ' | cut -c1-600)"
  fi
}
expect() {
  name=$1
  shift
  if "$@" >"$work/log" 2>&1; then echo "ok standin.yml: $name"; else status=1 && echo "not ok standin.yml: $name: $(tail -n 2 "$work/log" | tr '\n' ' ')"; fi
}
# shellcheck disable=SC2317 # `expect` calls these.
protocols() { birdc -s /run/bird/bird.ctl show protocols; }
# shellcheck disable=SC2317
runs() { protocols | grep -q "^$1 .*$2"; }
# shellcheck disable=SC2317
refute() { ! "$@"; }
# shellcheck disable=SC2317
runs_no() { ! protocols | grep -qE "^[^ ]+ +$1 "; }

run 'a check changes something' 'changed=[1-9][0-9]*' --check
expect 'and nothing on the machine' runs kernel1 Kernel
run 'a stand-in gets its files' 'changed=[1-9][0-9]*'
expect 'BIRD runs them' runs stand_in6_gobgp BGP
expect 'and writes to no kernel any more' runs_no Kernel
# shellcheck disable=SC2016 # Of the shell inside.
expect 'the machine forwards nothing' sh -c '[ "$(cat /proc/sys/net/ipv6/conf/all/forwarding /proc/sys/net/ipv4/ip_forward | tr -d "\n")" = 00 ]'
run 'a second run changes nothing' 'changed=0'
run 'it is told to exceed' 'changed=[1-9][0-9]*' -e '{"standin_exceed": true}'
expect 'and has one route more for a limit' grep -q 'f000::/48, 2001:db8:f001::/48, 2001:db8:f002::/48 \]' /etc/bird/bird.conf
run 'and to stop' 'changed=[1-9][0-9]*'
# As one leaves it that was killed between the file and the word to BIRD.
printf 'log stderr all;\nrouter id 192.0.2.9;\nprotocol device {}\n' >/run/bird/other.conf
birdc -s /run/bird/bird.ctl configure '"/run/bird/other.conf"' >/dev/null
expect 'BIRD runs something else' refute runs stand_in6_gobgp BGP
run 'which the next run has nothing to write for' 'changed=0'
expect 'and puts right all the same' runs stand_in6_gobgp BGP
cp /etc/bird/bird.conf "$work/before"
# What parses for the checks and not for BIRD.
play -e '{"standin_log": "nowhere"}' || true
mv "$work/log" "$work/refused"
expect 'what does not parse is refused' grep -q 'failed to validate' "$work/refused"
expect 'and the file in use stays' cmp /etc/bird/bird.conf "$work/before"
kill "$(cat /run/bird/bird.pid)"
exit "$status"
