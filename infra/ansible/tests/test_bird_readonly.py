"""bird-readonly against a stand-in of BIRD that keeps what it is told."""

import os
import random
import re
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

PROGRAM = Path(__file__).parent.parent / "roles/bird2/files/bird-readonly"
GREETING = b"0001 BIRD 2.0.12 ready.\n"
DENIED = b"8007 Access denied\n"
# Whatever ORION asks, and people by hand.
SHOWN = [
    "restrict", 'timeformat "%s"', "show status", "show memory", "show protocols", "show protocols 'he_v6'", "show protocols all", 'show protocols all "he_v6"',
    "show bfd sessions", "show route all", "show route filtered all", "show route table 'master4' table 'm.6:a-b' filtered all", "show route 2001:db8::/32 all",
    "show route 192.0.2.0/24 table 'master4' all", "show route export 'he_v6'", "show route 2001:db8::/32 preexport 'he_v6' all", "show route for 192.0.2.1",
    "show route table master6 count", "show symbols table", "show route in 8000::/1 table 'master6' filtered count",
    # As many tables as fit into a line, with the longest names BIRD takes.
    "show route " + " ".join(f"table '{n:t>64}'" for n in range(13)) + " filtered all",
    "show " + "a" * 1017,
]
FORBIDDEN = [
    b"dump routes", b"dump resources", b'dump tables "/tmp/x"', b"eval 1+1", b"echo all", b"echo off", b"debug all all", b'mrt dump table "master6"', b"mrtdump all", b"log off",
    b"down", b"configure", b"configure undo", b'configure "/tmp/x"', b"disable he", b"enable he", b"restart all", b"reload all", b"graceful restart", b"help", b"quit", b"",
    # What ends or hides something in a line.
    b"show", b"show ", b" show status", b"SHOW status", b"showdump", b"show\tstatus", b"show  status", b"show status ", b"show status;dump routes", b"show status # x",
    b"show status /* x", b"show status\r", b"show status\rdown", b"down\r", b"\rdown", b"d\rown", b"sh\row status", b"show status\x00dump", b"\x00down", b"down\x00", b"dump\x00show status",
    b"show status\x0bdown", b"show status\x0cdown", b"show status\x85down", b"show status\xe2\x80\xa8down", b"show \xff", b"\xfeshow status",
    # Expressions are `eval` by another name.
    b"show route where 1 + 1 = 2", b"show route where bgp_path ~ [= * =]", b"show route where f()", b"show route filter { print 1; accept; }", b"show route where a && b", b"show route where !a",
    b'timeformat "%S"', b'timeformat "%s" x', b"restrict ", b"restrict x", b"xrestrict",
]
# Denied, or the end of the conversation where no end of the line is in sight.
OVERLONG = [b"show " + b"a" * 1018, b"show status " + b" " * 4100, b"show " + b"a" * 5000 + b"\x00down", b"show " + b"a" * 1017 + b"\rdown"]


class StandIn:
    """Answers as a restricted BIRD does, one line after the other."""

    def __init__(self, folder, answer):
        self.path = f"{folder}/bird.ctl"
        self.told = b""
        self.answer = answer
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(self.path)
        self.server.listen(1)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        client, _ = self.server.accept()
        with client:
            client.sendall(GREETING)
            begun = b""
            while data := client.recv(4096):
                self.told += data
                *lines, begun = (begun + data).split(b"\n")
                for line in lines:
                    try:
                        said = self.answer(line)
                        for part in said if isinstance(said, tuple) else (said,):
                            client.sendall(part)
                            time.sleep(0 if part is said else 0.02)
                    except OSError:
                        return

    def end(self):
        self.thread.join(10)
        self.server.close()
        os.unlink(self.path)
        return self.told.split(b"\n")


def of_bird(line):
    if line == b"restrict":
        return b"0016 Access restricted\n"
    return DENIED if line.startswith(b"enable ") else b"0000 " + line[:40] + b"\n"


class BirdReadonlyTest(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory(dir="/tmp"))

    def start(self, answer=of_bird):
        self.bird = StandIn(self.folder, answer)
        return subprocess.Popen(
            [sys.executable, PROGRAM], env={**os.environ, "BIRD_SOCKET": self.bird.path}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def ask(self, *chunks, answer=of_bird):
        """What the caller is told, and each line that BIRD was."""
        child = self.start(answer)

        def write():
            for chunk in chunks:
                child.stdin.write(chunk)
                child.stdin.flush()
            child.stdin.close()

        writer = threading.Thread(target=write, daemon=True)
        writer.start()
        said = child.stdout.read()
        self.assertEqual((child.wait(10), child.stderr.read()), (0, b""))
        for pipe in (child.stdout, child.stderr):
            pipe.close()
        writer.join(10)
        return said.splitlines(keepends=True), self.bird.end()

    def nothing_else(self, told):
        """One command that any restricted BIRD denies stands for all that is denied."""
        self.assertEqual(told[0], b"restrict")
        for line in told[1:]:
            self.assertRegex(line, rb"""^(restrict|timeformat "%s"|show( [A-Za-z0-9_.:/'"-]+)+|enable "[a-z -]+ [a-z -]+"|)\Z""")

    def test_passes_on_what_shows(self):
        said, told = self.ask("".join(f"{line}\n" for line in SHOWN).encode())
        self.assertEqual(said[0], GREETING)
        self.assertNotIn(DENIED, said)
        self.assertEqual(told, [b"restrict", *(line.encode() for line in SHOWN), b""])

    def test_denies_anything_else(self):
        said, told = self.ask(b"".join(line + b"\n" for line in FORBIDDEN))
        self.assertEqual(list(zip(FORBIDDEN, said[1:], strict=True)), [(line, DENIED) for line in FORBIDDEN])
        self.nothing_else(told)
        self.assertEqual([line for line in told[1:] if not line.startswith(b"enable ")], [b""])

    def test_denies_what_is_too_long(self):
        for line in OVERLONG:
            child = self.start()
            said, _ = child.communicate(line + b"\n")
            self.assertIn(said.splitlines(keepends=True)[1:], ([DENIED], []))
            self.nothing_else(self.bird.end())

    def test_answers_in_turn(self):
        def answer(line):
            return b"".join(b"1007-%d of %s\n" % (n, line) for n in range(20000)) + b"0000 \n" if line.startswith(b"show route") else of_bird(line)

        said, _ = self.ask(b"show route all\neval 1\nshow status\ndown\nshow route count\n", answer=answer)
        ends = [line for line in said[1:] if re.match(rb"[0-9]{4} ", line)]
        self.assertEqual(ends, [b"0000 \n", DENIED, b"0000 show status\n", DENIED, b"0000 \n"])
        self.assertEqual(len(said), 1 + 2 * 20000 + 5)
        self.assertEqual(said[20000], b"1007-19999 of show route all\n")

    def test_however_lines_are_cut(self):
        chance = random.Random(6939)
        for _ in range(2):
            lines = [chance.choice(FORBIDDEN) if chance.random() < 0.5 else chance.choice(SHOWN).encode() for _ in range(200)]
            text = b"".join(line + b"\n" for line in lines)
            cuts = sorted(chance.randrange(len(text)) for _ in range(250))
            said, told = self.ask(*(text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)))
            self.nothing_else(told)
            self.assertEqual([line == DENIED for line in said[1:]], [line in FORBIDDEN for line in lines])

    def test_waits_for_the_last_answer(self):
        """A router under load is seconds late, with all of it or in the middle."""
        def answer(line):
            time.sleep(2.5 if line.startswith(b"show") else 0)
            return b"1007-late\n 8007 is in the middle of a line\n" + of_bird(line) if line.startswith(b"show") else of_bird(line)

        said, _ = self.ask(b"show status\ndown\nshow memory\n", answer=answer)
        late = [b"1007-late\n", b" 8007 is in the middle of a line\n"]
        self.assertEqual(said[1:], [*late, b"0000 show status\n", DENIED, *late, b"0000 show memory\n"])

    def test_goes_when_all_is_answered(self):
        begun = time.monotonic()
        self.ask(b"show status\ndown\n", *[b"show memory\n"] * 5)
        self.assertLess(time.monotonic() - begun, 5)

    def test_knows_an_end_that_is_cut(self):
        for cut in range(1, 20):
            whole = b"1007-a table\n0000 \n"
            child = self.start(lambda line, at=cut: (whole[:at], whole[at:]) if line.startswith(b"show") else of_bird(line))
            out, error = child.communicate(b"show route\nshow route\n", timeout=8)
            self.assertEqual((out, error), (GREETING + 2 * whole, b""))
            self.bird.end()

    def test_drops_what_is_no_line(self):
        said, told = self.ask(b"show status\nshow memory")
        self.assertEqual((said[1:], told), ([b"0000 show status\n"], [b"restrict", b"show status", b""]))

    def test_ends_at_a_line_without_end(self):
        child = self.start()
        child.stdout.readline()
        _, error = child.communicate(b"show " + b"a" * 100000)
        self.assertEqual((child.returncode, error), (1, b"bird-readonly: no command is that long\n"))
        self.assertEqual(self.bird.end(), [b"restrict", b""])

    def test_many_lines_at_once(self):
        """More than the socket holds, both ways: nobody waits for the other for ever."""
        count = 100000
        said, told = self.ask(b"\n" * count + b"show status\n" * 10)
        self.assertEqual((len(said), said[-1], said.count(DENIED)), (1 + count + 10, b"0000 show status\n", count))
        self.nothing_else(told)

    def test_takes_no_more_than_its_caller_does(self):
        wanted = 64 * 1024 * 1024

        def answer(line):
            return of_bird(line) if line != b"show route all" else (b"1007-" + b"x" * 1018 + b"\n") * (wanted // 1024) + b"0000 \n"

        child = self.start(answer)
        child.stdin.write(b"show route all\n")
        child.stdin.flush()
        self.assertTrue(select.select([child.stdout], [], [], 10)[0])
        os.read(child.stdout.fileno(), 100)
        with open(f"/proc/{child.pid}/status", encoding="utf-8") as file:
            resident = int(re.search(r"^VmRSS:\s+(\d+) kB$", file.read(), re.M)[1])
        self.assertLess(resident, 40 * 1024)
        child.stdin.close()
        rest = child.stdout.read()
        self.assertGreaterEqual(len(rest), wanted)
        self.assertTrue(rest.endswith(b"\n0000 \n"))
        child.stdout.close()
        child.stderr.close()
        self.assertEqual(child.wait(10), 0)
        self.bird.end()

    def test_wants_to_be_restricted(self):
        for answer in (b"0000 \n", b"9001 syntax error\n"):
            child = self.start(lambda _, said=answer: said)
            out, error = child.communicate(b"show status\n")
            self.assertEqual((child.returncode, out), (1, b""))
            self.assertIn(b"bird-readonly: BIRD said", error)
            self.bird.end()


if __name__ == "__main__":
    unittest.main()
