"""gobgp-judge on a GoBGP with routes: what becomes of them when ROAs are others."""

import json
import os
import subprocess
import sys

from daemons import wait
from world import ROAS, write_roas

# Announced all along, and of nobody until now.
HIJACKED = "2001:db8:f000::/48"
ROA = {"prefix": HIJACKED, "maxLength": 48, "asn": "AS64496", "ta": "lab"}


class Judge:
    """The program beside its GoBGP, and `gw`, which gets what that one accepts."""

    def __init__(self, folder, gw):
        self.folder = folder
        self.gw = gw
        self.state = f"{folder}/judged.json"

    def run(self):
        """Its status and the end of what it said."""
        done = subprocess.run(
            [sys.executable, f"{self.folder}/gobgp-judge"],
            env={**os.environ, "GOBGP_SOCKET": f"{self.folder}/api.sock", "GOBGP_DIR": self.folder, "GOBGP_JUDGED": self.state},
            capture_output=True, text=True, timeout=100, check=False)
        return done.returncode, (done.stdout + done.stderr).strip()

    def judges(self):
        status, words = self.run()
        return status == 0 and "routes were judged again" in words

    def later(self):
        """Its five minutes are over."""
        with open(self.state, encoding="utf-8") as file:
            state = json.load(file)
        with open(self.state, "w", encoding="utf-8") as file:
            json.dump({**state, "tried": state["tried"] - 300}, file)

    def roas(self):
        """Prefixes of GoBGP's ROAs of IPv6."""
        asked = ["gobgp4", "--target", f"unix://{self.folder}/api.sock", "-a", "ipv6", "rpki", "table"]
        return {line.split()[0] for line in subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout.splitlines()[1:]}

    def accepted(self):
        return HIJACKED in self.gw.networks("show route protocol gobgp")


def judge_story(check, judge):
    """Routes and ROAs are afterwards as they were."""
    check("judge: what was there before it is judged once", (judge.judges(), judge.run()), (True, (0, "")))
    everything = set(judge.gw.networks("show route protocol gobgp"))
    write_roas(judge.folder, [*ROAS, ROA])
    check("judge: a ROA arrives", bool(wait(lambda: HIJACKED in judge.roas())))
    check("judge: and GoBGP keeps the route it refuses", judge.accepted())
    check("judge: for five minutes at most", (judge.run(), judge.accepted()), ((0, ""), True))
    judge.later()
    unproven = f"{judge.folder}/.unproven"
    with open(unproven, "w", encoding="utf-8") as file:
        file.write("token")
    check("judge: or until what runs is confirmed", (judge.run()[1], judge.accepted()), ("gobgp-judge: a configuration waits to be confirmed, nothing was judged", True))
    os.unlink(unproven)
    check("judge: then it is judged again", judge.judges())
    check("judge: and refused", bool(wait(lambda: not judge.accepted(), 10)))
    check("judge: it alone", everything - set(judge.gw.networks("show route protocol gobgp")), {HIJACKED})
    write_roas(judge.folder, ROAS)
    check("judge: the ROA goes", bool(wait(lambda: HIJACKED not in judge.roas())))
    judge.later()
    check("judge: once more it is judged", judge.judges())
    check("judge: and is there again", bool(wait(judge.accepted, 10)))
    check("judge: with all the others", set(judge.gw.networks("show route protocol gobgp")), everything)
