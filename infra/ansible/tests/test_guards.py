"""Guards as bird-sessions and gobgp-guards have them, with real processes."""

import contextlib
import importlib.machinery
import importlib.util
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from unittest import mock

ROLES = Path(__file__).parent.parent / "roles"
sys.path.append(str(ROLES / "router_base/files"))
sys.path.append(str(ROLES / "gobgp/files"))
import gobgp_calls  # noqa: E402
import orion_guards  # noqa: E402
from daemons import wait  # noqa: E402


def load(path):
    """A program whose name is no module's."""
    loader = importlib.machinery.SourceFileLoader("bird_sessions", str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("bird_sessions", loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    return module


bird_sessions = load(ROLES / "bird2/files/bird-sessions")
gobgp_guards = load(ROLES / "gobgp/files/gobgp-guards")


class GuardsTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.done = self.folder / "done"
        self.guards = orion_guards.Guards(self.folder / "guards", rb"(?:enable|disable) [a-z]+", self.prepare)

    def prepare(self, command):
        if command.endswith(b"nobody"):
            raise orion_guards.Refused("there is no nobody")
        return lambda: self.do(command)

    def do(self, command):
        if (self.folder / "away").exists():
            raise OSError("the daemon is away")
        with open(self.done, "ab") as file:
            file.write(command + b"\n")

    def ask(self, line):
        answer = self.guards.answer(line.encode())
        return answer and answer.decode().strip()

    def tearDown(self):
        with contextlib.suppress(FileNotFoundError):
            for name in os.listdir(self.folder / "guards"):
                self.ask(f"orion release {name}")
        wait(lambda: not self.watching(), 5)

    def watching(self):
        return [name for name in os.listdir(self.folder / "guards") if self.locked(name)] if (self.folder / "guards").exists() else []

    def locked(self, name):
        try:
            with open(self.folder / "guards" / name, "rb") as file:
                return orion_guards.is_locked(file)
        except FileNotFoundError:
            return False

    def text(self):
        return self.done.read_text() if self.done.exists() else ""

    def test_what_nobody_confirms_is_done_once(self):
        self.assertEqual(self.ask("orion guard first-one 1 enable he"), "0000 Guarded")
        self.assertEqual(wait(self.text, 5), "enable he\n")
        wait(lambda: not self.watching(), 5)
        self.assertEqual(self.ask("orion release first-one"), "8001 It was undone")
        # A replay finds it done, and does nothing again.
        self.assertEqual(self.ask("orion guard first-one 1 enable he"), "8001 It was undone")
        self.assertEqual(self.text(), "enable he\n")

    def test_what_is_released_is_not_done(self):
        self.ask("orion guard first-one 1 enable he")
        self.assertEqual(self.ask("orion release first-one"), "0000 Released")
        self.assertEqual(self.ask("orion release first-one"), "0000 Not guarded")
        time.sleep(2)
        self.assertEqual(self.text(), "")
        self.assertEqual(os.listdir(self.folder / "guards"), [])

    def test_one_target_has_one_way_back(self):
        self.ask("orion guard first-one 60 enable he")
        self.assertEqual(self.ask("orion guard another-one 60 disable he"), "8002 Another guard waits for the opposite")
        self.assertEqual(self.ask("orion guard another-one 60 disable she"), "0000 Guarded")
        self.assertEqual(self.ask("orion guard third-one 60 enable he"), "0000 Guarded")
        # Until the last of them is over.
        self.ask("orion release first-one")
        self.assertEqual(self.ask("orion guard fourth-one 60 disable he"), "8002 Another guard waits for the opposite")
        self.ask("orion release third-one")
        self.assertEqual(self.ask("orion guard fourth-one 60 disable he"), "0000 Guarded")

    def test_a_name_is_of_one_guard(self):
        self.ask("orion guard first-one 60 enable he")
        self.assertEqual(self.ask("orion guard first-one 60 enable he"), "0000 Guarded already")
        self.assertEqual(self.ask("orion guard first-one 60 enable she"), "8002 That is another guard")

    def test_a_daemon_that_is_away_is_waited_for(self):
        (self.folder / "away").touch()
        self.ask("orion guard first-one 1 enable he")
        wait(lambda: (self.folder / "guards/first-one.undone").exists(), 5)
        self.assertEqual(self.ask("orion release first-one"), "8001 It was undone")
        # It is still at it, so nobody may wait for the opposite.
        self.assertEqual(self.ask("orion guard another-one 60 disable he"), "8002 Another guard waits for the opposite")
        (self.folder / "away").unlink()
        self.assertEqual(wait(self.text, 5), "enable he\n")

    def test_a_guard_whose_process_is_gone_is_none(self):
        # As a restart of the machine leaves it.
        (self.folder / "guards").mkdir()
        (self.folder / "guards/first-one").write_bytes(b"disable he")
        self.assertEqual(self.ask("orion guard another-one 60 enable he"), "0000 Guarded")
        self.assertEqual(self.ask("orion release first-one"), "0000 Not guarded")

    def test_what_took_too_long_is_not_guarded(self):
        slow = orion_guards.Guards(self.folder / "guards", rb"enable slow", lambda _: time.sleep(0.3))
        with mock.patch.object(orion_guards, "LATEST_SECONDS", 0.1):
            self.assertEqual(slow.answer(b"orion guard first-one 60 enable slow"), b"8003 The router was busy for too long\n")
        self.assertEqual(os.listdir(self.folder / "guards"), [])

    @contextlib.contextmanager
    def unit(self):
        """Its socket and, as systemd does it with Accept=yes, a process for each connection."""
        path, started = f"{self.folder}/keeper", []
        program = (
            "import sys; sys.path.append(sys.argv[1]); import orion_guards, pathlib, time\n"
            "done = pathlib.Path(sys.argv[2]) / 'done'\n"
            "prepare = lambda command: lambda: done.write_bytes(command + b'\\n')\n"
            "orion_guards.Guards(sys.argv[2] + '/guards', rb'(?:enable|disable) [a-z]+', prepare).keep()\n")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path)
            server.listen()

            def serve():
                with contextlib.suppress(OSError):
                    while True:
                        client, _ = server.accept()
                        with client:
                            started.append(subprocess.Popen(
                                [sys.executable, "-c", program, str(ROLES / "router_base/files"), str(self.folder)], stdin=client, stdout=client))

            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            self.guards.keeper = path
            try:
                yield started
            finally:
                server.shutdown(socket.SHUT_RDWR)
                thread.join(5)
                for one in started:
                    one.wait(5)
        self.guards.keeper = None

    def test_a_unit_is_the_guard(self):
        with self.unit() as started:
            self.assertEqual(self.ask("orion guard first-one 2 enable he"), "0000 Guarded")
            self.assertEqual(self.ask("orion guard first-one 2 enable he"), "0000 Guarded already")
            self.assertEqual(self.ask("orion guard another-one 60 disable she"), "0000 Guarded")
            # The process that was asked is the one that watches.
            self.assertEqual([one.poll() for one in started], [None, 0, None])
            self.assertEqual(self.ask("orion release another-one"), "0000 Released")
            self.assertEqual(wait(self.text, 5), "enable he\n")
            self.assertEqual(self.ask("orion release first-one"), "8001 It was undone")
            self.assertIsNone(self.ask("configure"))
        self.assertEqual([one.returncode for one in started], [0] * len(started))

    def test_a_unit_that_is_away_is_no_answer(self):
        self.guards.keeper = f"{self.folder}/nobody"
        for line in ("orion guard first-one 60 enable he", "orion release first-one"):
            with self.assertRaisesRegex(SystemExit, "No such file"):
                self.ask(line)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(self.guards.keeper)
            server.listen()
            threading.Thread(target=lambda: server.accept()[0].close(), daemon=True).start()
            with self.assertRaisesRegex(SystemExit, "hung up|reset|Broken"):
                self.ask("orion release first-one")
        self.guards.keeper = None

    def test_there_is_an_end_to_them(self):
        for number in range(orion_guards.MOST):
            self.assertEqual(self.ask(f"orion guard number-{number} 60 enable he"), "0000 Guarded")
        self.assertEqual(self.ask("orion guard one-more 60 enable he"), "8002 There are too many guards")

    def test_what_is_no_guard_is_refused(self):
        for seconds in (0, 7201, 99999):
            self.assertEqual(self.ask(f"orion guard first-one {seconds} enable he"), "8002 No such guard")
        self.assertEqual(self.ask("orion guard first-one 60 enable nobody"), "8003 there is no nobody")
        for line in (
            "orion guard first-one 60 reload he", "orion guard first-one 60 enable he; down",
            "orion guard ../../etc/x 60 enable he", "orion guard short 60 enable he",
            "orion guard first-one -1 enable he", "orion guard first-one 60 enable ", "orion guard first-one 60 enable he\n",
            "orion release ../x", "orion release first-one.undone", "release first-one", "",
        ):
            self.assertIsNone(self.ask(line), line)


class SessionsTest(unittest.TestCase):
    """What bird-sessions makes of a BIRD that says just this."""

    GREETING = b"0001 BIRD 2.0.12 ready.\n"
    HEAD = b"2002-Name       Proto      Table      State  Since         Info\n"
    SESSION = HEAD + b"1002-he         BGP        ---        up     07:10:39.727  Established\n0000 \n"
    LINES = (b"disable 'he' \"it's a test\"", b"enable 'he' \"a\"", b"reload 'he'", b"reload filters in 'he'")

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.enterContext(mock.patch.object(bird_sessions, "PATH", f"{self.folder}/bird.ctl"))
        self.enterContext(mock.patch.object(bird_sessions, "GUARDS", f"{self.folder}/guards"))
        self.enterContext(mock.patch.object(bird_sessions, "TIMEOUT", 1))

    @contextlib.contextmanager
    def bird(self, *answers, hangs=False):
        """Yields what it was asked, one connection after the other."""
        asked = []
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(f"{self.folder}/bird.ctl")
            server.listen()

            def serve():
                with contextlib.suppress(OSError):
                    while True:
                        client, _ = server.accept()
                        with client:
                            client.sendall(self.GREETING)
                            for answer in answers:
                                asked.append(client.recv(4096))
                                client.sendall(answer)
                            if hangs:
                                client.recv(4096)

            thread = threading.Thread(target=serve, daemon=True)
            thread.start()
            try:
                yield asked
            finally:
                server.shutdown(socket.SHUT_RDWR)
                thread.join(5)
        os.unlink(f"{self.folder}/bird.ctl")

    def test_a_session_is_acted_on(self):
        with self.bird(self.SESSION) as asked:
            for line in self.LINES:
                self.assertTrue(bird_sessions.allowed(line), line)
            self.assertEqual(set(asked), {b'show protocols "he"\n'})

    def test_nothing_else_is(self):
        static = self.HEAD + b"1002-he         Static     master6    up     07:10:39.727  \n0000 \n"
        both = self.SESSION.replace(b"0000", b" own6       Static     master6    up     07:10:39.727  \n0000")
        other = self.SESSION.replace(b"1002-he ", b"1002-she")
        for said in (
            static, both, other, self.HEAD + b"0000 \n", b"8003 No protocols match\n", b"9001 syntax error\n", b"",
            # One that ends before its end.
            self.SESSION[:-6], self.SESSION.replace(b"0000", b"8001"), b"x" * 70000,
        ):
            with self.bird(said):
                for line in self.LINES:
                    self.assertFalse(bird_sessions.allowed(line), (said, line))
                self.assertRegex(bird_sessions.own(b"orion guard first-one 60 enable 'he'"), rb"^8003 BIRD ")
        self.assertEqual(os.listdir(f"{self.folder}/guards"), [])

    def test_a_bird_that_is_silent_or_away_is_no_yes(self):
        with self.bird(self.SESSION[:-6], hangs=True):
            self.assertFalse(bird_sessions.allowed(self.LINES[0]))
            self.assertEqual(
                bird_sessions.own(b"orion guard first-one 60 enable 'he'"), b"8003 BIRD did not say whether that is a session\n")
        self.assertFalse(bird_sessions.allowed(self.LINES[0]))

    def test_it_looks_again_before_it_takes_back(self):
        undo = b"enable 'he' \"a\""
        with self.bird(self.SESSION, b"0011-he: enabled\n0000 \n") as asked:
            bird_sessions.tell(undo)
            self.assertEqual(asked, [b'show protocols "he"\n', undo + b"\n"])
        with self.bird(self.SESSION.replace(b"BGP   ", b"Static"), b"0011-he: enabled\n0000 \n") as asked:
            with self.assertRaises(OSError):
                bird_sessions.tell(undo)
            self.assertNotIn(undo + b"\n", asked)

    def test_looking_asks_nobody(self):
        for line in (b"show status", b"show protocols all", b"show protocols 'own6'", b'timeformat "%s"'):
            self.assertTrue(bird_sessions.allowed(line), line)
        for line in (b"configure", b"disable all", b"disable 'he'", b"restart 'he'", b"show route"):
            self.assertFalse(bird_sessions.allowed(line), line)


class PrefixTest(unittest.TestCase):
    """An announcement that the router takes back, on a GoBGP that has one path at most."""

    OURS = [bytes.fromhex(one) for one in ("40010100", "400200", "40030400000000")]
    OTHER = [*OURS, bytes.fromhex("c00804fbf40009")]
    # As `wireDigest` of the portal's ownPath.ts says it, whose test has it too.
    DIGEST = "48c8085c80887537d28b2fd2cf8b18eb8c2d5c9266959862644730b88973a64e"

    def setUp(self):
        self.path = None
        gobgp = mock.MagicMock()
        gobgp.__enter__.return_value = gobgp
        gobgp.added_path.side_effect = lambda *_: self.path
        gobgp.delete_path.side_effect = lambda *_: setattr(self, "path", None)
        self.enterContext(mock.patch.object(gobgp_guards, "Gobgp", return_value=gobgp))
        self.gobgp = gobgp
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def undo(self):
        return gobgp_guards.prepare(f"withdraw 192.0.2.0/24 {self.DIGEST}".encode())

    def test_both_sides_mean_the_same_path(self):
        self.assertEqual(gobgp_calls.digest_of(self.OURS), self.DIGEST)
        self.assertEqual(gobgp_calls.digest_of(self.OURS[::-1]), self.DIGEST)
        self.assertNotEqual(gobgp_calls.digest_of(self.OTHER), self.DIGEST)

    def test_what_was_announced_is_taken_back(self):
        undo = self.undo()
        self.path = self.OURS
        undo()
        self.assertIsNone(self.path)

    def test_what_somebody_else_announced_since_is_not(self):
        undo = self.undo()
        self.path = self.OTHER
        undo()
        self.assertEqual(self.path, self.OTHER)
        self.gobgp.delete_path.assert_not_called()

    def test_who_announces_it_anew_in_between_is_left_alone(self):
        undo = self.undo()
        self.path = self.OURS
        self.gobgp.delete_path.side_effect = lambda *_: setattr(self, "path", self.OTHER)
        undo()
        self.assertEqual(self.path, self.OTHER)

    def test_which_path_is_said(self):
        guards = orion_guards.Guards(f"{self.folder}/guards", gobgp_guards.COMMANDS, gobgp_guards.prepare)
        for command in (
            "withdraw 192.0.2.0/24", "withdraw 192.0.2.0/24 ", f"withdraw 192.0.2.0/24 {self.DIGEST[:-1]}", f"withdraw 192.0.2.0/24 {self.DIGEST}0",
            f"withdraw 192.0.2.0/24 {self.DIGEST.upper()}", f"announce 192.0.2.0/24 {self.DIGEST}", f"withdraw {self.DIGEST}",
        ):
            self.assertIsNone(guards.answer(f"orion guard first-one 60 {command}".encode()), command)
        longest = f"orion guard {'x' * 64} 7200 withdraw {':'.join(['ffff'] * 8)}/128 {self.DIGEST}"
        self.assertLess(len(longest), gobgp_guards.LONGEST)
        self.assertIsNotNone(guards.pattern.fullmatch(longest.encode()))

    def test_an_announcement_and_its_withdrawal_are_opposites(self):
        other = orion_guards.is_other
        withdraw = f"withdraw 192.0.2.0/24 {self.DIGEST}".encode()
        self.assertTrue(other(withdraw, b"announce 192.0.2.0/24"))
        self.assertTrue(other(withdraw, withdraw[:-1] + b"0"))
        self.assertFalse(other(withdraw, withdraw))
        self.assertFalse(other(withdraw, b"announce 192.0.3.0/24"))


class CallsTest(unittest.TestCase):
    def test_no_neighbor_is_never_said(self):
        for address in ("", None):
            with self.assertRaises(ValueError):
                gobgp_calls.named(address)

    def test_messages_are_read_as_they_are_written(self):
        message = gobgp_calls.field(1, b"x" * 300) + gobgp_calls.field(15, 2)
        self.assertEqual(list(gobgp_calls.fields(message)), [(1, b"x" * 300), (15, 2)])
        for end in range(1, len(message) - 2):
            with self.assertRaises(OSError):
                list(gobgp_calls.fields(message[:end]))
        for half in (b"\0\0\0\0\x05half", b"\0\0"):
            with self.assertRaises(OSError):
                gobgp_calls.messages(half)
        with self.assertRaises(OSError):
            list(gobgp_calls.fields(7))

    def answer(self, data):
        """What one connection makes of a server that says just this."""
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
            server.bind(f"{folder}/api.sock")
            server.listen()

            def serve():
                client, _ = server.accept()
                with client, contextlib.suppress(OSError):
                    client.sendall(data)
                    client.shutdown(socket.SHUT_WR)
                    while client.recv(4096):
                        pass

            thread = threading.Thread(target=serve)
            thread.start()
            try:
                with gobgp_calls.Gobgp(f"{folder}/api.sock", 2) as gobgp:
                    return gobgp.admin_state("192.0.2.1")
            finally:
                thread.join()

    def test_what_is_no_gobgp_is_an_error_and_nothing_else(self):
        frame, field = gobgp_calls.frame, gobgp_calls.field
        peer = field(1, field(2, field(4, b"192.0.2.1")) + field(5, field(15, 2)))
        begin = frame(gobgp_calls.SETTINGS, 0, 0, b"") + frame(gobgp_calls.DATA, 1, 1, b"\0\0\0\0\0")
        good = begin + frame(gobgp_calls.DATA, 1, 3, b"\0" + len(peer).to_bytes(4, "big") + peer)
        self.assertEqual(self.answer(good), "down")
        self.assertIsNone(self.answer(begin + frame(gobgp_calls.DATA, gobgp_calls.PADDED | 1, 3, b"")))
        chance = random.Random(20260101)
        for _ in range(300):
            bad = bytearray(good)
            for _ in range(chance.randint(1, 4)):
                bad[chance.randrange(len(bad))] = chance.randrange(256)
            cut = bytes(bad[:chance.randrange(len(bad) + 1)])
            with contextlib.suppress(OSError):
                self.assertIn(self.answer(cut), ("up", "down", "limit", None))


if __name__ == "__main__":
    unittest.main()
