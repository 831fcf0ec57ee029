"""What a router takes back by itself, whatever becomes of who asked for it.

For the forced commands of ORION's SSH keys. `orion guard <id> <seconds> <verb>
<target>` starts a process that does that when the time is over, unless `orion
release <id>` came before. A command is a verb and its target, and of one target
only one verb is ever waited for.

A guard is a file with the command in it, locked by the process that watches: it
is gone with that process, and so with a restart of the machine, which also ends
what was done to a running daemon. What was taken back stays known for a day.

Where systemd runs, that process is a unit of its own, started by a socket that
takes one line a connection (`keep`). A process of an SSH session would end with
the session where logind is told to see to that (`KillUserProcesses=yes`).
"""

import fcntl
import os
import re
import signal
import socket
import sys
import syslog
import time

# A change waits for less; more at once are a mistake.
LONGEST = 7200
MOST = 32
DAY = 86400
MOST_KEPT = 1000
UNDONE = ".undone"
# By then the caller may have given up, and count on there being none.
LATEST_SECONDS = 10

# A daemon that is away for longer has forgotten the action with its restart.
TRY_SECONDS = 900
RETRY_SECONDS = 2
LOOK_SECONDS = 0.5

# Longer than a guard takes, and shorter than its caller waits.
KEEPER_SECONDS = 15
LONGEST_LINE = 1024

ID = rb"[a-z0-9-]{8,64}"
RELEASE = re.compile(rb"orion release (" + ID + rb")")


class Refused(Exception):
    """Why there is no such guard, for the caller."""


class Guards:
    """
    Guards in a folder of their own. `commands` is the pattern of what may be
    waited for; `prepare(command)` answers the function that does it, which raises
    OSError where it has to be tried again, or raises Refused. `keeper` is the socket
    of the unit that has the guards instead of this process.
    """

    def __init__(self, folder, commands, prepare, keeper=None):
        self.folder = folder
        self.prepare = prepare
        self.keeper = keeper
        self.pattern = re.compile(rb"orion guard (" + ID + rb") ([0-9]{1,5}) (" + commands + rb")")

    def answer(self, line, start=None):
        """
        The answer to a line about guards; None to any other. `start(file, path,
        seconds, command, undo)` has it watched, by default in a process that
        outlives this one.
        """
        guard, release = self.pattern.fullmatch(line), RELEASE.fullmatch(line)
        if not guard and not release:
            return None
        if self.keeper:
            return self._relay(line)
        if release:
            return self._release(release[1].decode())
        return self._guard(guard[1].decode(), int(guard[2]), guard[3], start)

    def keep(self):
        """
        As the unit: one line on standard input, its answer on standard output. A
        guard is this process itself then, which ends when it is over.
        """
        left = []
        line = sys.stdin.buffer.readline(LONGEST_LINE).rstrip(b"\n")
        answer = self.answer(line, lambda *guard: left.append(guard))
        os.write(1, answer or b"8007 Access denied\n")
        for file, *guard in left:
            detach(file)
            watch(*guard)

    def _relay(self, line):
        """Whoever asked is hung up on where nobody knows whether there is a guard."""
        said = b""
        try:
            with socket.socket(socket.AF_UNIX) as keeper:
                end = time.monotonic() + KEEPER_SECONDS
                keeper.settimeout(KEEPER_SECONDS)
                keeper.connect(self.keeper)
                keeper.sendall(line + b"\n")
                while not said.endswith(b"\n") and len(said) < LONGEST_LINE:
                    keeper.settimeout(max(0.1, end - time.monotonic()))
                    data = keeper.recv(LONGEST_LINE)
                    if not data:
                        break
                    said += data
        except OSError as error:
            sys.exit(f"{self.keeper}: {error.strerror or error}")
        if not said.endswith(b"\n"):
            sys.exit(f"{self.keeper} hung up")
        return said

    def _guard(self, name, seconds, command, start):
        asked = time.monotonic()
        os.makedirs(self.folder, mode=0o700, exist_ok=True)
        if not 0 < seconds <= LONGEST:
            return b"8002 No such guard\n"
        # One after the other: each sees what the one before has left.
        turn = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            watched = self._sweep()
            path = self._path(name)
            if os.path.exists(path + UNDONE):
                return b"8001 It was undone\n"
            if name in watched:
                same = watched[name] == command
                return b"0000 Guarded already\n" if same else b"8002 That is another guard\n"
            if len(watched) >= MOST:
                return b"8002 There are too many guards\n"
            if any(is_other(one, command) for one in watched.values()):
                return b"8002 Another guard waits for the opposite\n"
            try:
                undo = self.prepare(command)
            except Refused as error:
                return b"8003 " + str(error).encode("ascii", "replace") + b"\n"
            if time.monotonic() - asked > LATEST_SECONDS:
                return b"8003 The router was busy for too long\n"
            self._start(start or fork, path, seconds, command, undo)
            return b"0000 Guarded\n"
        finally:
            os.close(turn)

    def _release(self, name):
        try:
            os.unlink(self._path(name))
            return b"0000 Released\n"
        except FileNotFoundError:
            undone = os.path.exists(self._path(name) + UNDONE)
            return b"8001 It was undone\n" if undone else b"0000 Not guarded\n"

    def _path(self, name):
        return os.path.join(self.folder, name)

    def _sweep(self):
        """Commands by name, also of those just being done; forgets what is over."""
        watched, undone = {}, []
        for entry in os.scandir(self.folder):
            try:
                with open(entry.path, "rb") as file:
                    if is_locked(file):
                        watched[entry.name] = file.read(256)
                    elif entry.name.endswith(UNDONE):
                        undone.append((entry.stat().st_mtime, entry.path))
                    else:
                        # Whoever watched is gone: nothing would happen any more.
                        os.unlink(entry.path)
            except FileNotFoundError:
                pass
        undone.sort(reverse=True)
        for age, path in undone:
            if time.time() - age > DAY or (age, path) not in undone[:MOST_KEPT]:
                os.unlink(path)
        return watched

    def _start(self, start, path, seconds, command, undo):
        file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        os.write(file, command)
        # The lock belongs to the open file: the watching process keeps it.
        fcntl.flock(file, fcntl.LOCK_EX)
        start(file, path, seconds, command, undo)


def fork(file, path, seconds, command, undo):
    """Watches in a process that outlives this one."""
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            # A session of its own: sshd ends what belongs to its own one.
            os.setsid()
            if os.fork() == 0:
                detach(file)
                watch(path, seconds, command, undo)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(file)


def is_other(one, command):
    """Of one target, but not the same."""
    return one != command and one.split(b" ")[1:2] == command.split(b" ")[1:2]


def is_locked(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True


def detach(file):
    """Lets go of everything of the caller's but the locked file."""
    os.chdir("/")
    null = os.open(os.devnull, os.O_RDWR)
    kept = os.dup(file)
    for end in (0, 1, 2):
        os.dup2(null, end)
    for end in range(3, min(os.sysconf("SC_OPEN_MAX"), 1024)):
        if end != kept:
            try:
                os.close(end)
            except OSError:
                pass


def watch(path, seconds, command, undo):
    due = time.monotonic() + seconds
    while time.monotonic() < due:
        if not os.path.exists(path):
            return
        time.sleep(LOOK_SECONDS)
    try:
        # Whoever releases it at this moment does not find it any more.
        os.rename(path, path + UNDONE)
    except FileNotFoundError:
        return
    text = command.decode("ascii")
    syslog.openlog("orion-guards")
    problem = None
    end = time.monotonic() + TRY_SECONDS
    while time.monotonic() < end:
        try:
            undo()
            syslog.syslog(syslog.LOG_WARNING, f"{text}: nobody confirmed in time, so it was done")
            return
        except Exception as error:
            # Whatever it is, it may be over in a moment.
            problem = error
            time.sleep(RETRY_SECONDS)
    syslog.syslog(syslog.LOG_ERR, f"{text}: nobody confirmed in time, and it could not be done: {problem}")
