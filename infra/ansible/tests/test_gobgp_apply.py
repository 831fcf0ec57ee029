"""What gobgp-apply has GoBGP load, in which order, and what becomes of it when that
fails; the daemon itself is in gobgp_story.py."""

import errno
import importlib.machinery
import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

HEAD = """
# Holds: a
[global.config]
  as = 64512
[[policy-definitions]]
  name = "out"
  [[policy-definitions.statements]]
    name = "own-to-a"
"""
NEIGHBOR = """
# Who it is
[[neighbors]]
  [neighbors.config]
    neighbor-address = "{0}"
    peer-as = 64500
    description = "{1}"
  [[neighbors.afi-safis]]
    [neighbors.afi-safis.config]
      afi-safi-name = "ipv6-unicast"
"""
OFF = "\n    admin-down = true"


def load(path):
    loader = importlib.machinery.SourceFileLoader("gobgp_apply", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("gobgp_apply", loader))
    loader.exec_module(module)
    return module


APPLY = load(sys.argv.pop(1))
LOAD = APPLY.load


def neighbors(*names):
    return "".join(NEIGHBOR.format(f"2001:DB8::{number + 1}", name) for number, name in enumerate(names))


def steps(before, after, live=None):
    """Of each step, who is configured how: the descriptions, and whether one is switched off."""
    texts = list(APPLY.steps(HEAD + before, HEAD + after, live or {}))
    return [
        [APPLY.value(block.splitlines(), "description") + (" off" if APPLY.is_off(block) else "") for block in APPLY.parts(text)[0].values()]
        for text in texts
    ]


class Steps(unittest.TestCase):
    def test_new_ones_and_one_changed_are_one_step(self):
        self.assertEqual(steps(neighbors("a"), neighbors("A", "b", "c")), [["A", "b", "c"]])
        self.assertEqual(steps(neighbors("a", "b"), neighbors("a")), [["a"]])

    def test_several_changed_are_as_many_steps(self):
        self.assertEqual(
            steps(neighbors("a", "b", "c"), neighbors("A", "B", "C")),
            [["A", "b", "c"], ["A", "B", "c"], ["A", "B", "C"]],
        )

    def test_what_is_as_it_shall_be_is_not_told_so(self):
        off = neighbors("a").replace('"a"', f'"a"{OFF}')
        up = {"2001:db8::1": {"down": False}}
        self.assertEqual(steps(off, neighbors("a"), up), [["a off"]])
        self.assertEqual(steps(off, neighbors("a"), {"2001:db8::1": {"down": True}}), [["a"]])
        # Something else of it changes, too.
        self.assertEqual(steps(off, neighbors("A"), up), [["A"]])

    def test_every_step_can_be_read_whole(self):
        for text in APPLY.steps(HEAD + neighbors("a", "b"), HEAD + neighbors("A", "B"), {}):
            blocks, rest = APPLY.parts(text)
            self.assertEqual(list(blocks), ["2001:db8::1", "2001:db8::2"])
            self.assertIn("afi-safi-name", blocks["2001:db8::1"])
            self.assertIn('name = "own-to-a"', rest)

    def test_two_of_one_address_are_refused(self):
        with self.assertRaises(APPLY.Failed):
            APPLY.parts(neighbors("a") + neighbors("b"))

    def test_what_a_start_alone_reads(self):
        first = APPLY.at_start_only(HEAD + neighbors("a"))
        self.assertEqual(first, ["[global.config]", "as = 64512"])
        self.assertEqual(first, APPLY.at_start_only(HEAD.replace("own-to-a", "b") + neighbors("b", "c")))
        self.assertNotEqual(first, APPLY.at_start_only(HEAD.replace("64512", "64513")))


class Folder(unittest.TestCase):
    """Its files in a folder of the test, and a GoBGP that only says what it is asked."""

    FILES = ("STARTS_FROM", "WANTED", "RUNS", "UNPROVEN", "KEPT", "HELD", "CONFIRMED", "PROVEN")

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.change("FOLDER", str(self.folder))
        for name in self.FILES:
            self.change(name, f"{self.folder}/{Path(getattr(APPLY, name)).name}")
        self.change("PID", f"echo {os.getpid()}")
        self.load = self.change("load", mock.Mock())
        self.enterContext(mock.patch("time.sleep"))
        self.write("gobgpd.toml", HEAD)

    def change(self, name, value):
        return self.enterContext(mock.patch.object(APPLY, name, value))

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def text(self, name):
        return APPLY.read(f"{self.folder}/{name}")


class Daemon(Folder):
    def test_nothing_but_a_zero_says_that_it_does_not_run(self):
        self.change("PID", "echo 0")
        self.assertEqual(APPLY.daemon(), (None, []))
        for command in ("exit 1", "echo 0; exit 1", "true", "echo", "echo no", "echo 1 2", "echo \u0662"):
            self.change("PID", command)
            with self.assertRaises(APPLY.Failed, msg=command):
                APPLY.daemon()

    def test_one_that_has_just_ended_may_be_back(self):
        ended = subprocess.Popen("true")
        ended.wait()
        self.change("PID", f"echo {ended.pid}")
        with self.assertRaises(APPLY.PROBLEMS):
            APPLY.daemon()

    def test_without_an_answer_nothing_is_started_from_what_is_unproven(self):
        self.write("gobgpd.toml.wanted", HEAD + neighbors("a"))
        self.change("DAEMON", "true")
        self.change("PID", "systemctl-is-away")
        with self.assertRaises(APPLY.Failed):
            APPLY.apply()
        self.assertEqual(self.text("gobgpd.toml"), HEAD)
        self.change("PID", "echo 0")
        self.assertEqual(APPLY.apply(), "in place, for gobgpd to start from")
        self.assertEqual(self.text("gobgpd.toml"), HEAD + neighbors("a"))


class TakingBack(Folder):
    """What is not taken back yet says so, whatever ends the attempt."""

    ENDS = (
        OSError(errno.ENOSPC, "No space left on device"),
        subprocess.TimeoutExpired("systemctl", 10),
        APPLY.Failed("GoBGP does not read its configuration"),
        KeyboardInterrupt(),
        MemoryError(),
    )

    def setUp(self):
        super().setUp()
        self.write(".unproven", "token")

    def test_the_mark_goes_last(self):
        self.load.side_effect = lambda *_, **__: self.assertEqual(self.text(".unproven"), "token")
        self.assertTrue(APPLY.take_back("token"))
        self.load.assert_called_once_with(os.getpid(), HEAD, anew=True)
        self.assertIsNone(self.text(".unproven"))
        self.assertFalse(APPLY.take_back("token"))

    def test_it_stays_until_gobgp_has_read_the_old_one(self):
        for end in self.ENDS:
            self.load.side_effect = end
            with self.assertRaises(type(end)):
                APPLY.take_back("token")
            self.assertEqual(self.text(".unproven"), "token")

    def test_it_stays_while_nobody_knows_whether_gobgp_runs(self):
        for end in (subprocess.TimeoutExpired("systemctl", 10), APPLY.Failed("no answer"), KeyboardInterrupt()):
            with mock.patch.object(APPLY, "daemon", side_effect=end), self.assertRaises(type(end)):
                APPLY.take_back("token")
            self.assertEqual(self.text(".unproven"), "token")
        self.load.assert_not_called()

    def test_one_that_does_not_run_starts_from_the_old_one(self):
        self.change("PID", "echo 0")
        self.assertTrue(APPLY.take_back("token"))
        self.load.assert_not_called()
        self.assertIsNone(self.text(".unproven"))

    def test_the_timer_tries_again(self):
        self.load.side_effect = [self.ENDS[0], self.ENDS[1], None]
        APPLY.undo("token")
        self.assertEqual(self.load.call_count, 3)
        self.assertIsNone(self.text(".unproven"))

    def test_so_does_the_next_run(self):
        self.write("gobgpd.toml.wanted", HEAD)
        self.load.side_effect = [self.ENDS[0], None]
        with self.assertRaises(OSError):
            APPLY.apply()
        self.assertEqual(APPLY.apply(), "unchanged")
        self.assertEqual(self.load.call_count, 2)

    def test_nobody_confirms_what_is_half_taken_back(self):
        self.write(".held", "change-1 token")
        self.load.side_effect = self.ENDS[0]
        with self.assertRaises(OSError):
            APPLY.take_back("token")
        with self.assertRaises(APPLY.Failed):
            APPLY.confirm("change-1")


class Loading(Folder):
    """Each reload that GoBGP reads, and what else it is asked for."""

    def setUp(self):
        super().setUp()
        self.enterContext(mock.patch.object(APPLY, "load", LOAD))
        self.change("neighbors", lambda: {})
        self.change("names", lambda _: self.read_by_gobgp)
        self.asked = self.change("ask", mock.Mock())
        self.read_by_gobgp, self.texts = set(), []
        self.enterContext(mock.patch("os.kill", side_effect=self.reload))

    def reload(self, *_):
        text = self.text("running.toml")
        self.read_by_gobgp.add(APPLY.last_mark())
        self.texts.append([APPLY.value(block.splitlines(), "description") for block in APPLY.parts(text.split(APPLY.MARK)[0])[0].values()])

    def runs(self, text):
        self.write("running.toml", f'{text}{APPLY.MARK}00"\n  neighbor-info-list = ["127.0.0.1"]\n')

    def test_a_step_that_gobgp_had_not_read_is_read_first(self):
        self.runs(HEAD + neighbors("A", "B"))
        APPLY.load(1, HEAD + neighbors("a", "b"), anew=True)
        self.assertEqual(self.texts, [["A", "B"], ["a", "B"], ["a", "b"]])

    def test_one_it_had_read_is_not_read_again(self):
        self.runs(HEAD + neighbors("A"))
        self.read_by_gobgp.add("apply-00")
        APPLY.load(1, HEAD + neighbors("a"), anew=True)
        self.assertEqual(self.texts, [["a"]])

    def test_one_it_refuses_keeps_nothing_from_its_way_back(self):
        self.runs(HEAD + neighbors("A"))
        self.refused = {"apply-00"}
        self.change("until_read", self.until_read)
        APPLY.load(1, HEAD + neighbors("a"), anew=True)
        self.assertEqual(self.texts, [["A"], ["a"]])

    def until_read(self, mark):
        if mark in self.refused:
            raise APPLY.Failed("GoBGP does not read its configuration")

    def test_what_went_out_is_judged_again_though_the_file_is_there(self):
        APPLY.load(1, HEAD)
        self.asked.reset_mock()
        APPLY.load(1, HEAD)
        self.asked.assert_not_called()
        APPLY.load(1, HEAD, anew=True)
        self.asked.assert_called_once()
        self.assertEqual(self.asked.call_args.args, ("neighbor", "all", "softresetout"))


class Disk(Folder):
    def test_what_it_starts_from_is_on_the_disk_before_that_is_said(self):
        """Names of what is renamed and synced, in their order."""
        done = []
        self.write(".unproven", "token")
        self.write("gobgpd.toml.proven", HEAD + neighbors("a"))
        rename, fsync = os.rename, os.fsync
        self.enterContext(mock.patch("os.rename", side_effect=lambda a, b: (done.append(Path(b).name), rename(a, b))))
        self.enterContext(mock.patch("os.fsync", side_effect=lambda fd: (done.append(f"sync {Path(os.readlink(f'/proc/self/fd/{fd}')).name}"), fsync(fd))))
        APPLY.keep("token", "change-1")
        folder = f"sync {self.folder.name}"
        self.assertEqual(done[-5:], ["gobgpd.toml", folder, "sync .confirmed.new", ".confirmed", folder])
        self.assertEqual(done[:4], [".kept", "sync gobgpd.toml.previous.new", "gobgpd.toml.previous", folder])


if __name__ == "__main__":
    unittest.main()
