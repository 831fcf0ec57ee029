"""The way back of the packet filter on a systemd of its own, which sets its timer
and starts its unit in the sandbox the unit asks for, over losses of power.

    unshare --mount systemd_story.py <folder> <filter-undo.service>     as root
"""

import sys
from pathlib import Path

from daemons import Checks
from systemd_box import Box, tell

TESTS = Path(__file__).parent
PROGRAM = TESTS.parent / "roles/router_base/files/filter-apply"
TABLE = """table inet router
delete table inet router
table inet router {{
  chain input {{
    type filter hook input priority filter; policy accept;
    tcp dport {port} accept
  }}
}}
"""
OLD, NEW = TABLE.format(port=22), TABLE.format(port=2222)
APPLY = "/usr/local/sbin/filter-apply"
LOOK = """
run loaded nft list table inet router
cp /etc/nftables.conf /box/file
run undo systemctl show --value -p ActiveState -p Result filter-undo.service
"""
def story(check, box):
    ruled = lambda name, port: f"tcp dport {port} accept" in box.said(name)  # noqa: E731
    check(
        "systemd starts, with the filter of before",
        (
            box.boot(f"""{LOOK}systemctl daemon-reload
run enabled systemctl enable --now filter-undo.service
run began systemctl show --value -p ActiveState -p Result filter-undo.service
run apply {APPLY} --apply one 3 /box/new
run during nft list table inet router
run timers systemctl list-units --all --plain --no-legend 'filter-undo-*.timer'
for _ in $(seq 100); do grep -q ' 22 ' /etc/nftables.conf && break; sleep 0.2; done
sleep 1
run after nft list table inet router
run left systemctl list-units --all --plain --no-legend 'filter-undo-*'
run late {APPLY} --confirm one
run again {APPLY} --apply two 600 /box/new
""", new=NEW),
            ruled("loaded", 22),
        ),
        (True, True),
    )
    check("the unit is taken, and in its sandbox has nothing to do", box.said("began").split(), ["success", "active", "0"])
    check("a filter is loaded, and waits", (box.said("apply"), ruled("during", 2222)), ("filter-apply: loaded, and waits to be confirmed\n0", True))
    check("a timer of systemd is set for it", len(box.said("timers").splitlines()), 2)
    check("which brings file and rules back", (ruled("after", 22), ruled("after", 2222)), (True, False))
    check("and leaves no unit behind", box.said("left"), "0")
    check("who confirms too late is told", box.said("late"), "filter-apply: not confirmed, the router took it back\n1")
    check("the next one is loaded", box.said("again"), "filter-apply: loaded, and waits to be confirmed\n0")
    box.cut_power()

    check(
        "after a loss of power it starts",
        box.boot(f"""{LOOK}run late {APPLY} --confirm two
run apply {APPLY} --apply three 600 /box/new
run confirm {APPLY} --confirm three
""", new=NEW),
    )
    check("from the filter that was confirmed last", (box.said("file"), ruled("loaded", 22)), (OLD.strip(), True))
    check("which the unit put back in its sandbox", box.said("undo").split(), ["success", "active", "0"])
    check("and who comes to confirm is told", box.said("late"), "filter-apply: not confirmed, the router took it back\n1")
    check("one that is confirmed", box.said("confirm"), "filter-apply: confirmed\n0")
    check("no unit failed", box.said("failed"), "0")
    box.cut_power()

    check("stays after the next loss of power", (box.boot(LOOK), box.said("file"), ruled("loaded", 2222)), (True, NEW.strip(), True))
    box.cut_power()


def main():
    folder, unit = Path(sys.argv[1]), Path(sys.argv[2])
    box = Box(folder, "filter-undo*", "nftables*")
    box.install(APPLY, PROGRAM, 0o755)
    box.install("/etc/systemd/system/filter-undo.service", unit)
    box.install("/etc/nftables.conf", OLD)
    tell(Checks("filter-undo on systemd"), box, story)


if __name__ == "__main__":
    main()
