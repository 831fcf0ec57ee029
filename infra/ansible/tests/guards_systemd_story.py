"""Guards of BIRD and of GoBGP, what has GoBGP judge its routes again, and what keeps off
what BIRD's undo would switch on, as units of a systemd of their own, in the sandboxes
they ask for, beside daemons that it runs too.

    unshare --mount guards_systemd_story.py <folder> <rendered files> <gobgpd 4> <gobgp 4>     as root
"""

import re
import sys
from pathlib import Path

from daemons import Checks
from systemd_box import Box, tell

ROLES = Path(__file__).parent.parent / "roles"
SHARED = {
    "/usr/local/lib/orion/orion_guards.py": ROLES / "router_base/files/orion_guards.py",
    "/usr/local/lib/orion/gobgp_calls.py": ROLES / "gobgp/files/gobgp_calls.py",
}
UNITS = ["gobgpd.service", "gobgp-guards.socket", "gobgp-guards@.service", "bird-guards.socket", "bird-guards@.service", "gobgp-judge.service", "gobgp-judge.timer"]
BIRD = """
log syslog all;
router id 192.0.2.2;
protocol device {}
protocol bgp he_v6 { local 127.0.0.3 as 394955; neighbor 127.0.0.4 as 6939; multihop 2; passive; strict bind yes; ipv6 { import none; export none; }; }
"""
ROAS = '{"roas": [{"prefix": "2001:db8:f000::/48", "maxLength": 48, "asn": "AS64496", "ta": "lab"}]}'
# As the roles do it: who a guard runs as may reach its daemon and nothing else.
USERS = """
ip link set lo up
useradd --system --no-create-home gobgp
useradd --system --create-home --home-dir /var/lib/orion-gobgp-guard --groups gobgp orion-gobgp-guard
getent passwd bird >/dev/null || useradd --system --no-create-home bird
useradd --system --create-home --home-dir /var/lib/orion-bird-act --groups bird orion-bird-act
chgrp gobgp /etc/gobgp
touch /etc/gobgp/.gobgp-apply.lock
chgrp gobgp /etc/gobgp/.gobgp-apply.lock
chmod 640 /etc/gobgp/.gobgp-apply.lock
chmod 750 /etc/gobgp
ip address add 2001:db8:394a:10::323/128 dev lo nodad
stayrtr -bind '[2001:db8:394a:10::323]:3323' -cache /box/roas -checktime=false -metrics.addr '' >/box/stayrtr 2>&1 &
systemctl daemon-reload
"""
SAY = """
say() {
  name=$1 user=$2 program=$3 socket=$4
  shift 4
  printf '%s\\n' "$@" >/box/asked
  su -s /bin/sh "$user" -c "ORION_GUARDS=/run/orion-guards/$socket.sock $program" </box/asked >"/box/$name" 2>&1
}
bird_say() { name=$1; shift; say "$name" orion-bird-act /usr/local/bin/bird-sessions bird-guards "$@"; }
gobgp_say() { name=$1; shift; say "$name" orion-gobgp-guard /usr/local/bin/gobgp-guards gobgp-guards "$@"; }
listens() { ss -Hltn 'sport = :3323' | grep -q .; }
judged() { journalctl --no-pager -u gobgp-judge.service | grep -q 'routes were judged again: 2001:db8:394a:10::323 port 3323 has 1 '; }
await() { for _ in $(seq 100); do "$@" >/dev/null 2>&1 && return; sleep 0.2; done; }
neighbor() { gobgp --target unix:///run/gobgp/api.sock neighbor "$@"; }
bird_off() { birdc show protocols he_v6 | grep -q ' down '; }
undone() { ! birdc show protocols all he_v6 | grep -q 'On trial'; }
gobgp_off() { neighbor 127.0.0.1 -j | grep -q '"admin_state": *2[,}]'; }
units() { systemctl list-units --all --plain --no-legend "$1-guards@*" | wc -l; }
"""


def story(check, box):
    check(
        "systemd starts",
        box.boot(f"""{USERS}{SAY}
await listens
run start systemctl start bird.service gobgpd.service bird-guards.socket gobgp-guards.socket gobgp-judge.timer
run states systemctl show --value -p ActiveState -p Result bird.service gobgpd.service bird-guards.socket gobgp-guards.socket
await neighbor
run before neighbor 127.0.0.1 -j
bird_say bird-guard "orion guard first-one 3 disable 'he_v6'"
gobgp_say gobgp-guard "orion guard first-one 3 disable 127.0.0.1"
systemctl start gobgp-judge.service
run judge-waits systemctl show --value -p Result gobgp-judge.service
run kept units '*'
run bird-still bird_off
run gobgp-still gobgp_off
await bird_off
await gobgp_off
run bird-off bird_off
run gobgp-off gobgp_off
bird_say bird-late "orion release first-one"
gobgp_say gobgp-late "orion release first-one"
bird_say bird-released "orion guard next-one 600 enable 'he_v6'" "orion release next-one"
gobgp_say gobgp-released "orion guard next-one 600 enable 127.0.0.1" "orion release next-one"
sed 's/passive;/passive; description "On trial";/' /etc/bird/bird.conf >/etc/bird/bird.conf.wanted
run held /usr/local/sbin/bird-apply --hold alone 1
run held-runs undone
await undone
sleep 2
run back undone
run bird-kept bird_off
await judged
run judged judged
run left units '*'
journalctl --no-pager -u gobgpd >/box/journal 2>&1
""", roas=ROAS),
    )
    codes = lambda name: [line[:4] for line in box.said(name).splitlines() if line[:4].isdigit() and line[:4] != "0001"]  # noqa: E731
    check("both daemons run, and both sockets listen", box.said("states").split(), ["success", "active"] * 4 + ["0"])
    check("a guard of each is taken", (codes("bird-guard")[-1:], codes("gobgp-guard")[-1:]), (["0000"], ["0000"]))
    check("and kept by a unit, when its caller is gone", box.said("kept").split(), ["2", "0"])
    check("nothing is judged meanwhile", box.said("judge-waits").split(), ["exec-condition", "0"])
    check("sessions stay until their time", (box.said("bird-still"), box.said("gobgp-still")), ("1", "1"))
    check("BIRD's is switched off when nobody confirms", box.said("bird-off"), "0")
    check("and GoBGP's", box.said("gobgp-off").splitlines()[-1:], ["0"])
    check("who confirms later is told", (codes("bird-late")[-1:], codes("gobgp-late")[-1:]), (["8001"], ["8001"]))
    check("who confirms in time is the last to hear of it", (codes("bird-released")[-2:], codes("gobgp-released")[-2:]), (["0000"] * 2, ["0000"] * 2))
    check("BIRD takes back by itself what nobody confirmed", (box.said("held").splitlines()[-2:], box.said("held-runs"), box.said("back")), (["bird-apply: held until it is confirmed", "0"], "1", "0"))
    check("and what was off before stays off", box.said("bird-kept"), "0")
    check("routes are judged again once ROAs are there", box.said("judged"), "0")
    check("no unit is left", box.said("left").split(), ["0", "0"])
    check("and none of ours failed", box.said("failed"), "0")


def main():
    folder, files, gobgpd, gobgp = (Path(word) for word in sys.argv[1:5])
    box = Box(folder, "bird*", "gobgp*")
    for path, file in SHARED.items():
        box.install(path, file)
    box.install("/usr/local/bin/bird-sessions", ROLES / "bird2/files/bird-sessions", 0o755)
    box.install("/usr/local/bin/gobgp-guards", ROLES / "gobgp/files/gobgp-guards", 0o755)
    box.install("/usr/local/sbin/gobgp-judge", ROLES / "gobgp/files/gobgp-judge", 0o755)
    box.install("/usr/local/sbin/gobgpd", gobgpd, 0o755)
    box.install("/usr/local/bin/gobgp", gobgp, 0o755)
    for unit in UNITS:
        box.install(f"/etc/systemd/system/{unit}", files / unit)
    box.install("/etc/gobgp/gobgpd.toml", files / "gobgpd.toml", 0o644)
    box.install("/etc/bird/bird.conf", BIRD, 0o644)
    # Patience for sessions is long on a router.
    apply = re.sub(r"(?m)^seconds=\d+$", "seconds=3", (files / "bird-apply").read_text())
    box.install("/usr/local/sbin/bird-apply", apply, 0o755)
    tell(Checks("guards on systemd"), box, story)


if __name__ == "__main__":
    main()
