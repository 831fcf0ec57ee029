"""filter-apply with nft itself, on the rules of a namespace of its own.

    unshare --net test_filter_apply.py <rendered nftables.conf>...     as root
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from daemons import wait

SOURCE = Path(__file__).parent.parent / "roles/router_base/files/filter-apply"
RENDERED = [Path(path) for path in sys.argv[1:]]
NFT = shutil.which("nft", path=os.environ["PATH"] + ":/usr/sbin")


def filter_of(port):
    """As the role writes it: one table, made anew."""
    return f"""table inet router
delete table inet router
table inet router {{
  set own_ipv6 {{
    type ipv6_addr
    flags interval
    elements = {{ 2001:db8:3949::/48, 2001:db8:394a::/48 }}
  }}
  chain input {{
    type filter hook input priority filter; policy drop;
    iifname "lo" accept
    ct state established,related accept
    tcp dport {port} accept
    counter drop
  }}
}}
"""


OLD, NEW, NEWER, BROKEN = filter_of(22), filter_of(2222), filter_of(2223), filter_of("nonsense")


def nft(*words, text=None):
    return subprocess.run([NFT, *words], input=text, capture_output=True, text=True, check=True).stdout


class FilterApplyTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        self.program = self.folder / "filter-apply"
        shutil.copy(SOURCE, self.program)
        self.program.chmod(0o755)
        self.filter = self.folder / "nftables.conf"
        self.kept = self.folder / "kept"
        self.environment = {
            **os.environ,
            "ORION_FILTER": str(self.filter),
            "ORION_FILTER_FOLDER": str(self.kept),
            "ORION_NFT": NFT,
            "ORION_SYSTEMD": str(self.folder / "no-systemd"),
        }
        self.filter.write_text(OLD)
        self.filter.chmod(0o755)
        nft("-f", "-", text=f"flush ruleset\ntable ip somebodys {{ }}\n{OLD}")
        # What no file says, for it was told by hand.
        nft("add", "rule", "inet", "router", "input", "udp", "dport", "4000", "accept")
        self.rules = self.loaded()

    def tearDown(self):
        # What still sleeps finds nothing to do.
        (self.kept / "pending.json").unlink(missing_ok=True)

    def loaded(self):
        return nft("--stateless", "list", "ruleset")

    def run_it(self, *words, **options):
        done = subprocess.run([self.program, *words], env=self.environment, capture_output=True, text=True, timeout=30, check=False, **options)
        return done.returncode, (done.stdout + done.stderr).strip().removeprefix("filter-apply: ")

    def say(self, *words):
        code, text = self.run_it(*words)
        self.assertEqual(code, 0, text)
        return text

    def refused(self, *words):
        code, text = self.run_it(*words)
        self.assertEqual(code, 1, text)
        return text

    def apply(self, text, name="one", seconds=60):
        (self.folder / "wanted").write_text(text)
        return self.run_it("--apply", name, str(seconds), str(self.folder / "wanted"))

    def waits(self):
        return (self.kept / "pending.json").exists()

    def change(self, **values):
        path = self.kept / "pending.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **values}))

    def assert_runs(self, text, port):
        self.assertEqual(self.filter.read_text(), text)
        self.assertIn(f"tcp dport {port} accept", self.loaded())
        self.assertIn("table ip somebodys", self.loaded())

    def assert_is_as_before(self):
        self.assertEqual(self.filter.read_text(), OLD)
        self.assertEqual(self.filter.stat().st_mode & 0o777, 0o755)
        self.assertEqual(self.loaded(), self.rules)
        self.assertFalse(self.waits())

    def test_what_nobody_confirms_is_taken_back(self):
        self.assertEqual(self.apply(NEW, seconds=1), (0, "loaded, and waits to be confirmed"))
        self.assert_runs(NEW, 2222)
        self.assertTrue(wait(lambda: not self.waits(), 10))
        self.assert_is_as_before()
        for words in (["--confirm", "one"], ["--hold", "one", "60"]):
            self.assertEqual(self.refused(*words), "not confirmed, the router took it back")
        self.assertEqual(self.say("--confirm", "another"), "unchanged, nothing of it waits")

    def test_it_outlives_whoever_asked(self):
        (self.folder / "wanted").write_text(NEW)
        words = [str(self.program), "--apply", "one", "2", str(self.folder / "wanted")]
        # As an SSH session that is hung up on, with all that belongs to it.
        shell = subprocess.Popen(["sh", "-c", '"$@"; sleep 60', "sh", *words], env=self.environment, start_new_session=True, stdout=subprocess.PIPE)
        self.assertIn(b"loaded", shell.stdout.readline())
        os.killpg(shell.pid, 9)
        shell.wait()
        shell.stdout.close()
        self.assertTrue(self.waits())
        self.assertTrue(wait(lambda: not self.waits(), 10))
        self.assert_is_as_before()

    def test_what_is_confirmed_stays(self):
        self.apply(NEW, seconds=1)
        self.assertEqual(self.say("--confirm", "one"), "confirmed")
        time.sleep(2)
        self.assert_runs(NEW, 2222)
        self.assertEqual(self.say("--confirm", "one"), "unchanged, nothing of it waits")
        self.assertEqual(self.apply(NEW), (0, "unchanged"))
        self.assertFalse(self.waits())

    def test_what_is_held_waits_for_longer(self):
        self.apply(NEW, seconds=1)
        self.assertEqual(self.say("--hold", "one", "4"), "taken back in 4 s, unless it is confirmed")
        time.sleep(2)
        self.assert_runs(NEW, 2222)
        self.assertTrue(wait(lambda: not self.waits(), 10))
        self.assert_is_as_before()

    def test_the_same_filter_arms_nothing(self):
        self.assertEqual(self.apply(OLD), (0, "unchanged"))
        self.assertFalse(self.waits())
        self.assertEqual(self.loaded(), self.rules)

    def test_the_same_change_once_more_changes_nothing(self):
        self.apply(NEW)
        first = json.loads((self.kept / "pending.json").read_text())
        self.assertEqual(self.apply(NEW, seconds=1), (0, "unchanged, and waits to be confirmed"))
        self.assertEqual(json.loads((self.kept / "pending.json").read_text()), first)
        time.sleep(2)
        self.assert_runs(NEW, 2222)

    def test_another_filter_of_a_change_has_the_same_way_back(self):
        self.apply(NEW)
        self.assertEqual(self.apply(NEWER, seconds=1), (0, "loaded, and waits to be confirmed"))
        self.assert_runs(NEWER, 2223)
        self.assertTrue(wait(lambda: not self.waits(), 10))
        self.assert_is_as_before()

    def test_another_change_is_refused_meanwhile(self):
        self.apply(NEW, "one", 60)
        code, text = self.apply(NEWER, "two")
        self.assertEqual(code, 1)
        self.assertRegex(text, r"^the packet filter of one is neither confirmed nor taken back, which it is in (59|60) s; nothing was changed$")
        self.assert_runs(NEW, 2222)
        # With nothing to change it is in nobody's way, and confirms nobody else's.
        self.assertEqual(self.apply(NEW, "two"), (0, "unchanged"))
        self.assertEqual(self.say("--confirm", "two"), "unchanged, nothing of it waits")
        self.assertEqual(self.say("--take-back", "two"), "unchanged, nothing of it waits")
        self.assertTrue(self.waits())
        self.say("--confirm", "one")
        self.assertEqual(self.apply(NEWER, "two")[0], 0)

    def test_it_is_taken_back_at_once(self):
        self.apply(NEW)
        self.assertEqual(self.say("--take-back", "one"), "the packet filter is the one of before again")
        self.assert_is_as_before()
        self.assertEqual(self.say("--take-back", "one"), "unchanged, nothing of it waits")
        # The next run of that name has nothing to do with it.
        self.assertEqual(self.apply(OLD), (0, "unchanged"))
        self.assertEqual(self.say("--confirm", "one"), "unchanged, nothing of it waits")

    def test_somebody_elses_filter_is_left_alone(self):
        self.apply(NEW)
        self.filter.write_text(NEWER)
        nft("-f", str(self.filter))
        self.change(due=0)
        self.assertEqual(self.refused("--confirm", "one"), "not confirmed, the router took it back")
        self.assert_runs(NEWER, 2223)
        self.assertFalse(self.waits())
        # So it is where it is confirmed, and where it is taken back.
        self.apply(NEW)
        self.filter.write_text(NEWER)
        self.assertEqual(self.say("--confirm", "one"), f"unchanged, {self.filter} is somebody else's by now")
        self.apply(NEW)
        self.filter.write_text(OLD + "# by hand\n")
        self.assertEqual(self.say("--take-back", "one"), f"{self.filter} is somebody else's by now, and is left alone")
        self.assertEqual(self.filter.read_text(), OLD + "# by hand\n")

    def test_over_somebody_elses_filter_a_change_begins_anew(self):
        self.apply(NEW)
        self.filter.write_text(OLD + "# by hand\n")
        self.assertEqual(self.apply(NEWER)[0], 0)
        self.say("--take-back", "one")
        self.assertEqual(self.filter.read_text(), OLD + "# by hand\n")

    def test_what_nft_refuses_changes_nothing(self):
        code, text = self.apply(BROKEN)
        self.assertEqual(code, 1)
        self.assertRegex(text, "^nft refused it, and nothing was changed: ")
        self.assert_is_as_before()
        self.apply(NEW)
        self.assertEqual(self.apply(BROKEN)[0], 1)
        self.assert_runs(NEW, 2222)
        self.say("--take-back", "one")
        self.assert_is_as_before()

    def test_a_restart_starts_from_the_old_one(self):
        self.apply(NEW)
        self.assertEqual(self.run_it("--boot"), (0, ""))
        # The machine runs, and a timer looks.
        self.assert_runs(NEW, 2222)
        self.change(boot="another")
        self.assertEqual(self.run_it("--boot"), (0, ""))
        self.assertEqual(self.filter.read_text(), OLD)
        # nftables.service is about to load it.
        self.assertIn("tcp dport 2222 accept", self.loaded())
        self.assertEqual(self.refused("--confirm", "one"), "not confirmed, the router took it back")
        self.assertEqual(self.run_it("--boot"), (0, ""))

    def test_a_restart_without_that_unit_is_seen_by_the_next_run(self):
        self.apply(NEW)
        self.change(boot="another")
        self.assertEqual(self.apply(NEWER, "two")[0], 0)
        self.say("--take-back", "two")
        self.assertEqual(self.filter.read_text(), OLD)

    def test_where_there_was_none_there_is_none_again(self):
        self.filter.unlink()
        nft("delete", "table", "inet", "router")
        before = self.loaded()
        self.assertEqual(self.apply(NEW)[0], 0)
        self.assert_runs(NEW, 2222)
        self.say("--take-back", "one")
        self.assertFalse(self.filter.exists())
        self.assertEqual(self.loaded(), before)

    def test_it_is_tried_again(self):
        self.apply(NEW)
        broken = self.folder / "nft"
        broken.write_text("#!/bin/sh\nexit 1\n")
        broken.chmod(0o755)
        self.environment["ORION_NFT"] = str(broken)
        self.change(due=0)
        look = subprocess.Popen([self.program, "--look"], env=self.environment)
        self.assertTrue(wait(lambda: self.filter.read_text() == OLD, 5))
        self.assertTrue(self.waits())
        broken.unlink()
        broken.symlink_to(NFT)
        self.assertEqual(look.wait(20), 0)
        self.assert_is_as_before()

    def test_systemd_is_given_the_timer(self):
        (self.folder / "bin").mkdir()
        asked = self.folder / "bin/systemd-run"
        asked.write_text(f'#!/bin/sh\necho "$*" >>{self.folder}/asked\n')
        asked.chmod(0o755)
        self.environment |= {"ORION_SYSTEMD": str(self.folder), "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}
        self.apply(NEW, seconds=77)
        self.assertRegex((self.folder / "asked").read_text(), rf"^--quiet --collect --unit=filter-undo-[0-9a-f]+ --on-active=77 .* {self.program} --look\n$")
        # Without a timer nothing is loaded.
        asked.write_text("#!/bin/sh\necho no >&2\nexit 1\n")
        self.say("--take-back", "one")
        self.assertEqual(self.apply(NEW), (1, "no"))
        self.assert_is_as_before()

    def test_an_open_connection_proves_nothing(self):
        # Whoever comes by it has it among those that started him.
        sshd = self.folder / "sshd"
        sshd.write_text('#!/bin/sh\n"$@"\n')
        sshd.chmod(0o755)
        (self.folder / "wanted").write_text(NEW)
        both = f'"{self.program}" --apply one 60 "{self.folder}/wanted" && "{self.program}" --hold one 60 --anew'
        done = subprocess.run([sshd, "sh", "-c", both], env=self.environment, capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(done.stderr.strip(), "filter-apply: this connection was open before the packet filter was loaded, and says nothing of it")
        again = subprocess.run([sshd, self.program, "--hold", "one", "60", "--anew"], env=self.environment, capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(again.returncode, 0, again.stderr)

    def test_every_filter_of_the_role_can_be_brought_back(self):
        self.assertTrue(RENDERED)
        for path in RENDERED:
            with self.subTest(path=path):
                self.filter.write_text(path.read_text())
                nft("-f", str(path))
                before = self.loaded()
                self.assertEqual(self.apply(NEW)[0], 0)
                self.say("--take-back", "one")
                self.assertEqual(self.filter.read_text(), path.read_text())
                self.assertEqual(self.loaded(), before)

    def test_nonsense_is_refused(self):
        wanted = str(self.folder / "wanted")
        for words in (
            [], ["--load"], ["--apply"], ["--apply", "o; ne", "9", wanted], ["--apply", "one", "0", wanted], ["--apply", "one", "99999", wanted],
            ["--apply", "one", "9"], ["--apply", "one", "9", wanted], ["--hold", "one"], ["--confirm"], ["--confirm", "../x"], ["--take-back", ""],
        ):
            self.refused(*words)
        self.assert_is_as_before()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
