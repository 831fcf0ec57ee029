"""Real daemons on loopback for the tests, and how their checks are told."""

import copy
import os
import shutil
import socket
import subprocess
import time


class Checks:
    """Prints one line for each check as it is done."""

    def __init__(self, scenario):
        self.scenario = scenario
        self.failed = False

    def check(self, name, found, wanted=True):
        if found == wanted:
            print(f"ok {self.scenario}: {name}", flush=True)
        else:
            self.failed = True
            print(f"not ok {self.scenario}: {name}: found {found!r}, wanted {wanted!r}", flush=True)


def find(binary):
    """`/usr/sbin` is on few people's path."""
    return shutil.which(binary, path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")


def wait(condition, seconds=15):
    """The first true answer, or the last one when time is over."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(0.1)


def listens(host, port):
    """True when somebody accepts connections there."""
    with socket.socket() as client:
        return client.connect_ex((host, int(port))) == 0


class Processes:
    """What a test starts ends with it."""

    def __init__(self, folder):
        self.folder = folder
        self.children = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Asked first: a killed nginx leaves its workers behind.
        for child in self.children:
            child.terminate()
        for child in self.children:
            try:
                child.wait(3)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def start(self, name, *command):
        with open(f"{self.folder}/{name}.log", "ab") as log:
            child = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.children.append(child)
        return child


def ends(text):
    """Code of each answer in what a BIRD said, in their order."""
    return [line[:4] for line in text.splitlines() if line[:4].isdigit() and line[4:5] == " "]


class Bird:
    """A BIRD of its own and the client of its control socket."""

    def __init__(self, processes, name, config, binary="bird", prefix=()):
        folder = processes.folder
        # A router's socket is where its scripts look for it.
        self.path = f"{folder}/{'bird' if name == 'gw1' else name}.ctl"
        self.config = config
        processes.start(name, *prefix, find(binary), "-f", "-c", config, "-s", self.path, "-P", f"{folder}/{name}.pid")
        if not wait(lambda: os.path.exists(self.path), 5):
            raise SystemExit(f"not ok BIRD {name} does not start: see {folder}/{name}.log")

    def at(self, path):
        """The client of another socket of it."""
        other = copy.copy(self)
        other.path = path
        return other

    def ask(self, command):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            client.connect(self.path)
            lines = client.makefile("rw")
            lines.readline()
            lines.write(command + "\n")
            lines.flush()
            answer = []
            for line in lines:
                answer.append(line.rstrip("\n"))
                if line[:4].isdigit() and line[4:5] == " ":
                    return "\n".join(answer)
        return "\n".join(answer)

    def established(self, protocol):
        return "Established" in self.ask(f"show protocols {protocol}")

    def networks(self, query):
        """Prefixes of a `show route` and everything said about each."""
        found, current = {}, None
        for line in self.ask(query).splitlines():
            text = line[5:] if line[:4].isdigit() else line[1:]
            first = text.split(" ")[0]
            if "/" in first and not text.startswith("\t"):
                current = found.setdefault(first, [])
            elif current is not None:
                current.append(text.strip())
        return found
