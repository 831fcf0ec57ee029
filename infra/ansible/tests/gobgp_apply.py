"""gobgp-apply on a GoBGP with live sessions: what it confirms, what it takes back."""

import os
import re
import subprocess

from daemons import wait
from world import OWN

NEIGHBOR = """
[[neighbors]]
  [neighbors.config]
    neighbor-address = "{0}"
    peer-as = 64500
    description = "{1}"
  [neighbors.transport.config]
    local-address = "127.0.0.2"
    remote-port = 9
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv4-unicast"
"""


class Apply:
    """The script in its folder, and what it is given."""

    def __init__(self, folder, processes):
        self.folder = folder
        self.processes = processes
        os.chmod(f"{folder}/gobgp-apply", 0o700)

    def read(self, name="gobgpd.toml"):
        with open(f"{self.folder}/{name}", encoding="utf-8") as file:
            return file.read()

    def want(self, text):
        with open(f"{self.folder}/gobgpd.toml.wanted", "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, text, *words):
        """Its status and its last line."""
        self.want(text)
        return self.say(*words)

    def say(self, *words):
        done = subprocess.run([f"{self.folder}/gobgp-apply", *words], capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, (done.stdout + done.stderr).strip().splitlines()[-1:][0]

    def ask(self, *words):
        return subprocess.run(["gobgp4", "--target", f"unix://{self.folder}/api.sock", *words], capture_output=True, text=True, timeout=10, check=True).stdout

    def neighbors(self):
        """Address and state as the client prints them."""
        return {line.split()[0]: line for line in self.ask("neighbor").splitlines()[1:]}


def hold_story(check, apply, texts):
    """Whoever proves more than sessions confirms; the second text runs before and after."""
    less, more = texts
    five = lambda: "127.0.0.5" in apply.neighbors()  # noqa: E731
    check("hold: what keeps the session is held", apply.run(less, "--hold", "one", "30"), (0, "gobgp-apply: held until it is confirmed"))
    check("hold: GoBGP runs it and starts from the old one", (five(), apply.read()), (False, more))
    check("hold: it stays once it is confirmed", apply.say("--confirm", "one"), (0, "gobgp-apply: confirmed"))
    check("hold: and GoBGP starts from it", (five(), apply.read()), (False, less))
    check("hold: once more is no harm", apply.say("--confirm", "one"), (0, "gobgp-apply: unchanged, it was confirmed"))
    check("hold: nobody confirms what was never held", apply.say("--confirm", "two"), (1, "gobgp-apply: not confirmed, nothing is held as two"))
    check("hold: it is held", apply.run(more, "--hold", "one", "30")[0], 0)
    check("hold: what is held can be taken back", apply.say("--take-back")[0], 0)
    check("hold: and is", (bool(wait(lambda: not five(), 5)), apply.read()), (True, less))
    check("hold: for a moment", apply.run(more, "--hold", "three", "1")[0], 0)
    check("hold: the timer takes back what nobody confirms", bool(wait(lambda: not five(), 30)))
    check("hold: which is told who confirms too late", apply.say("--confirm", "three"), (1, "gobgp-apply: not confirmed, nothing is held as three"))
    check("hold: it starts from the old one", apply.read(), less)
    check("hold: nonsense is refused", [apply.say("--hold", *words)[0] for words in ([], ["one"], ["one", "0"], ["one", "x"], ["o; ne", "9"])], [1] * 5)
    check("hold: it is held", apply.run(more, "--hold", "four", "30")[0], 0)
    # Cut off between the two steps of a confirmation.
    os.rename(f"{apply.folder}/.unproven", f"{apply.folder}/.kept")
    check("hold: a confirmation that was cut off goes on", apply.say("--confirm", "four"), (0, "gobgp-apply: confirmed"))
    check("hold: and GoBGP starts from it", (five(), apply.read()), (True, more))
    check("hold: what was before is asked for", apply.run(less)[0], 0)
    check("hold: the next run needs no help", apply.run(more), (0, "gobgp-apply: confirmed"))


def apply_story(check, apply, he):
    """`he` speaks with the GoBGP; both are as they were afterwards."""
    before = apply.read()
    since = lambda: re.search(r"to_gw1 +BGP +\S+ +up +(\S+ ?\S*)", he.ask("show protocols to_gw1"))  # noqa: E731
    up_since = since()[1]
    check("apply: nothing to do is nothing done", apply.run(before), (0, "gobgp-apply: unchanged"))

    two = NEIGHBOR.format("127.0.0.5", "ix_1") + NEIGHBOR.format("127.0.0.6", "ix_2")
    more = before + two
    check("apply: new neighbors are confirmed", apply.run(more), (0, "gobgp-apply: confirmed"))
    check("apply: GoBGP has them", {"127.0.0.5", "127.0.0.6"} <= set(apply.neighbors()))
    check("apply: and starts from them", apply.read(), more)
    check("apply: the other session did not fall", since() and since()[1], up_since)

    hold_story(check, apply, (before, more))

    # One reload changes one neighbor: the others would be forgotten.
    off = before + two.replace("    description", "    admin-down = true\n    description")
    check("apply: two changed neighbors are confirmed", apply.run(off), (0, "gobgp-apply: confirmed"))
    check("apply: and both changed", [("Admin" in apply.neighbors()[f"127.0.0.{n}"]) for n in (5, 6)], [True, True])
    check("apply: they go again", apply.run(before), (0, "gobgp-apply: confirmed"))
    check("apply: and are gone", {"127.0.0.5", "127.0.0.6"} & set(apply.neighbors()), set())

    # A soft reset in, as a reload does it, judges nothing again that is out already.
    exported = lambda: set(he.networks("show route protocol to_gw1 table master4"))  # noqa: E731
    silent = re.sub(r'(?s)(name = "own-ipv4-to-he(?:-by-change)?".*?neighbor-set = )"peer-he"', r'\1"bird"', before)
    check("apply: another export policy is confirmed", apply.run(silent), (0, "gobgp-apply: confirmed"))
    check("apply: and what went out by the old one is withdrawn", bool(wait(lambda: exported() == set(), 5)))
    check("apply: the old one is confirmed", apply.run(before), (0, "gobgp-apply: confirmed"))
    check("apply: and all of it is out again", bool(wait(lambda: exported() == OWN["ipv4"], 5)))

    # As a cut-over by hand leaves it: switched on without its file.
    check("apply: one that is switched off falls", apply.run(before.replace('description = "he"', 'description = "he"\n    admin-down = true')), (0, "gobgp-apply: confirmed"))
    check("apply: and is down", bool(wait(lambda: not he.established("to_gw1"), 5)))
    apply.ask("neighbor", "127.0.0.4", "enable")
    check("apply: somebody switches it on", bool(wait(lambda: he.established("to_gw1"), 20)))
    up_since = since()[1]
    check("apply: that is written down", apply.run(before), (0, "gobgp-apply: confirmed"))
    check("apply: and the session stays", since() and since()[1], up_since)

    other = before.replace('router-id = "192.0.2.2"', 'router-id = "192.0.2.9"')
    status, words = apply.run(other)
    check("apply: what a reload does not touch is refused", (status, "at a start alone" in words), (1, True))
    check("apply: a file GoBGP cannot read is refused", apply.run(before + "\n[[")[0], 1)
    check("apply: and nothing changed", (apply.read(), since() and since()[1]), (before, up_since))

    wrong = before.replace("peer-as = 6939", "peer-as = 6940")
    status, words = apply.run(wrong)
    check("apply: a session that does not return is taken back", (status, bool(re.search(r"taken back, after 4 s: 127\.0\.0\.4 did not return", words))), (1, True))
    check("apply: the file is the old one", apply.read(), before)
    check("apply: and the session is up again", bool(wait(lambda: he.established("to_gw1"), 20)))

    apply.want(wrong)
    run = apply.processes.start("gobgp-apply", f"{apply.folder}/gobgp-apply")
    check("apply: one that is cut off", bool(wait(lambda: not he.established("to_gw1"), 5)))
    run.kill()
    run.wait()
    check("apply: is taken back by its timer", bool(wait(lambda: he.established("to_gw1"), 30)))
    check("apply: and starts from the old file", apply.read(), before)

    apply.want(wrong)
    run = apply.processes.start("gobgp-apply", f"{apply.folder}/gobgp-apply")
    wait(lambda: not he.established("to_gw1"), 5)
    run.kill()
    run.wait()
    check("apply: so it is by the next run", apply.run(before)[0], 0)
    check("apply: and the session is up", bool(wait(lambda: he.established("to_gw1"), 20)))

    apply.want(wrong)
    run = apply.processes.start("gobgp-apply", f"{apply.folder}/gobgp-apply")
    wait(lambda: not he.established("to_gw1"), 5)
    run.kill()
    run.wait()
    os.rename(f"{apply.folder}/gobgpd.pid", f"{apply.folder}/gobgpd.pid.away")
    status, words = apply.say("--take-back")
    check("apply: while nobody says whether GoBGP runs nothing is taken back", (status, "nobody says whether gobgpd runs" in words), (1, True))
    os.rename(f"{apply.folder}/gobgpd.pid.away", f"{apply.folder}/gobgpd.pid")
    check("apply: but it is as soon as somebody does", apply.say("--take-back")[0], 0)
    check("apply: and the session is up again", bool(wait(lambda: he.established("to_gw1"), 20)))
