"""When gobgp-judge has GoBGP judge its routes again; GoBGP itself is in gobgp_judge.py."""

import copy
import fcntl
import importlib.machinery
import importlib.util
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

FILES = Path(__file__).parent.parent / "roles/gobgp/files"
sys.path.append(str(FILES))
sys.dont_write_bytecode = True


def load(path):
    loader = importlib.machinery.SourceFileLoader("gobgp_judge", str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("gobgp_judge", loader))
    loader.exec_module(module)
    return module


JUDGE = load(FILES / "gobgp-judge")
ONE, OTHER = "192.0.2.3 port 3323", "192.0.2.4 port 3323"


def cache(**more):
    return {"whole": True, "since": 1000, "serial": 7, "records": [300, 100], **more}


class Gobgp:
    """What it has, and how often it judged."""

    def __init__(self):
        self.pid = 10
        self.found = {ONE: cache()}
        self.judged = 0
        self.fails = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def process(self):
        return self.pid

    def caches(self):
        return copy.deepcopy(self.found)

    def judge_again(self):
        self.judged += 1
        if self.fails:
            raise TimeoutError("GoBGP does not answer")


class JudgeTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.gobgp = Gobgp()
        self.clock = self.change("time.monotonic", mock.Mock(return_value=5000.0))
        self.enterContext(mock.patch.multiple(JUDGE, FOLDER=str(self.folder), STATE=f"{self.folder}/judged.json", Gobgp=lambda *_: self.gobgp))
        self.lock = self.folder / ".gobgp-apply.lock"
        self.lock.touch()

    def change(self, name, value):
        return self.enterContext(mock.patch(name, value))

    def looks(self, after=0):
        """Whether it was judged again, so much later."""
        self.clock.return_value += after
        before = self.gobgp.judged
        JUDGE.run()
        return self.gobgp.judged > before

    def test_once_for_what_is_there(self):
        self.assertTrue(self.looks())
        self.assertFalse(self.looks(60))
        self.assertFalse(self.looks(3600))

    def test_again_for_other_roas(self):
        self.looks()
        for other in (cache(serial=8), cache(serial=8, records=[301, 100]), cache(serial=8, records=[301, 99]), cache(since=2000)):
            self.gobgp.found = {ONE: other}
            self.assertTrue(self.looks(301), other)
            self.assertFalse(self.looks(301), other)

    def test_not_more_often_than_every_five_minutes(self):
        self.looks()
        self.gobgp.found[ONE]["serial"] = 8
        self.assertFalse(self.looks(60))
        self.assertFalse(self.looks(239))
        self.assertTrue(self.looks(1))

    def test_a_long_one_is_followed_by_a_longer_rest(self):
        def judge_again():
            self.clock.return_value += 40
            self.gobgp.judged += 1

        self.gobgp.judge_again = judge_again
        self.looks()
        self.gobgp.found[ONE]["serial"] = 8
        self.assertFalse(self.looks(301))
        self.assertFalse(self.looks(2400 - 341 - 1))
        self.assertTrue(self.looks(1))

    def test_of_one_that_was_never_answered_too(self):
        def judge_again():
            self.clock.return_value += 30
            raise TimeoutError("GoBGP does not answer")

        with mock.patch.object(self.gobgp, "judge_again", judge_again), self.assertRaises(OSError):
            JUDGE.run()
        self.assertFalse(self.looks(1800 - 31))
        # Nobody knows whether it was.
        self.assertTrue(self.looks(1))

    def test_no_rest_is_longer_than_two_hours(self):
        def judge_again():
            self.clock.return_value += 500
            self.gobgp.judged += 1

        with mock.patch.object(self.gobgp, "judge_again", judge_again):
            self.looks()
        self.gobgp.found[ONE]["serial"] = 8
        self.assertFalse(self.looks(7200 - 501))
        self.assertTrue(self.looks(1))

    def test_a_daemon_that_was_started_anew_as_soon_as_roas_are_there(self):
        self.looks()
        self.gobgp.pid = 11
        self.gobgp.found = {ONE: cache(whole=False, since=0, serial=0, records=[0, 0])}
        self.assertFalse(self.looks(10))
        # The cache has not validated anything yet.
        self.gobgp.found = {ONE: cache(since=2000, serial=0, records=[0, 0])}
        self.assertFalse(self.looks(10))
        self.gobgp.found = {ONE: cache(since=2000)}
        self.assertTrue(self.looks(10))
        self.assertFalse(self.looks(301))

    def test_not_without_a_cache(self):
        for found in ({}, {ONE: cache(whole=False)}):
            self.gobgp.found = found
            self.assertFalse(self.looks(301))

    def test_a_cache_that_goes_and_returns_is_one_that_returned(self):
        self.gobgp.found[OTHER] = cache()
        self.looks()
        # In reach again, but its ROAs are on their way.
        for less in (cache(whole=False), cache(whole=False, since=3000)):
            self.gobgp.found[ONE] = less
            self.assertFalse(self.looks(301))
        self.gobgp.found[ONE] = cache(since=3000)
        self.assertTrue(self.looks(301))

    def test_roas_that_went_with_their_cache(self):
        self.gobgp.found[OTHER] = cache()
        self.looks()
        self.gobgp.found[ONE] = cache(whole=False, records=[0, 0])
        self.assertTrue(self.looks(301))
        self.assertFalse(self.looks(301))

    def test_one_that_fails_is_tried_again_and_not_every_minute(self):
        self.gobgp.fails = True
        with self.assertRaises(OSError):
            JUDGE.run()
        self.gobgp.fails = False
        self.assertFalse(self.looks(60))
        self.assertTrue(self.looks(240))
        self.assertFalse(self.looks(301))

    def test_not_while_a_configuration_waits(self):
        unproven = self.folder / ".unproven"
        unproven.write_text("token")
        self.assertFalse(self.looks())
        unproven.unlink()
        self.assertTrue(self.looks())

    def test_not_while_gobgp_apply_is_at_it(self):
        with open(self.lock, "w", encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            self.assertFalse(self.looks())
        self.assertTrue(self.looks())

    def test_gobgp_apply_waits_while_it_judges(self):
        def judge_again():
            with open(self.lock, "w", encoding="utf-8") as other, self.assertRaises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.gobgp.judged += 1

        self.gobgp.judge_again = judge_again
        self.assertTrue(self.looks())

    def test_what_it_saw_may_be_unreadable(self):
        self.looks()
        (self.folder / "judged.json").write_text('{"proc')
        self.assertTrue(self.looks())

    def test_what_it_saw_may_be_of_a_clock_before(self):
        self.looks()
        self.gobgp.found[ONE]["serial"] = 8
        self.clock.return_value = 20.0
        self.assertTrue(self.looks())


if __name__ == "__main__":
    unittest.main()
