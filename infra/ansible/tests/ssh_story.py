"""What the roles leave to sshd, on a real one: a client that is gone without a word
is let go of, with its command, and one that is only slow is not.

    ssh_story.py <folder with the rendered sshd-*.conf> <folder to work in> <port>
"""

import getpass
import glob
import os
import re
import signal
import subprocess
import sys

from daemons import Checks, Processes, find, listens, wait

rendered, folder, port = sys.argv[1:]
checks = Checks("sshd")
LONGEST_SECONDS = 120


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(name, text, mode=0o600):
    path = f"{folder}/{name}"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)
    return path


def lives(name):
    """The process of a forced command, once it said which it is."""
    try:
        os.kill(int(read(f"{folder}/{name}.pid")), 0)
        return True
    except (OSError, ValueError):
        return False


os.makedirs(folder, exist_ok=True)
if os.getuid() == 0:
    # Its unprivileged half locks itself in there; packages make it at boot.
    os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
for key in ("host", "client"):
    subprocess.run(("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{folder}/{key}"), check=True)

files = sorted(glob.glob(f"{rendered}/sshd-*.conf"))
checks.check("each way in has a file", bool(files))
for path in files:
    user = os.path.basename(path)[len("sshd-"):-len(".conf")]
    base = (find("sshd"), "-f", path, "-h", f"{folder}/host")
    said = subprocess.run((*base, "-t"), capture_output=True, text=True, check=False)
    checks.check(f"{user}: sshd understands it", (said.returncode, said.stderr), (0, ""))
    # What is said of others stays sshd's own.
    told = {}
    for who in (user, "somebody"):
        words = subprocess.run((*base, "-T", "-C", f"user={who},host=h,addr=192.0.2.1"), capture_output=True, text=True, check=False).stdout
        told[who] = [int(number) for number in re.findall(r"^clientalive(?:interval|countmax) (\d+)$", words, re.M)]
    interval, count = told[user] or (0, 0)
    checks.check(f"{user}: who is gone is let go of in time", 0 < interval * count <= LONGEST_SECONDS)
    checks.check(f"{user}: nobody else's affair", told["somebody"][:1], [0])

# The file of one of them for whoever runs this, with seconds for minutes.
command = write("endless", f'#!/bin/sh\necho $$ >"{folder}/$SSH_ORIGINAL_COMMAND.pid"\nexec yes\n', 0o700)
ours = re.sub(r"Match User .*", f"Match User {getpass.getuser()}", read(files[0]))
ours = re.sub(r"ForceCommand .*", f"ForceCommand {command}", ours)
ours = re.sub(r"ClientAliveInterval .*", "ClientAliveInterval 1", ours)
config = write("sshd_config", f"""
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile {folder}/sshd.pid
AuthorizedKeysFile {folder}/client.pub
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
{ours}
""")
with Processes(folder) as processes:
    processes.start("sshd", find("sshd"), "-D", "-e", "-f", config)
    wait(lambda: listens("127.0.0.1", port), 5)

    def call(name):
        """A client that takes no byte of what it gets."""
        child = subprocess.Popen(
            ("ssh", "-F", "none", "-i", f"{folder}/client", "-p", port, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
             "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "127.0.0.1", name),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        processes.children.append(child)
        checks.check(f"{name}: its command runs", bool(wait(lambda: lives(name), 10)))
        return child

    call("slow")
    gone = call("gone")
    gone.send_signal(signal.SIGSTOP)
    checks.check("the command of who is gone ends", bool(wait(lambda: not lives("gone"), 20)))
    checks.check("that of who is slow does not", lives("slow"))
    gone.send_signal(signal.SIGCONT)

sys.exit(1 if checks.failed else 0)
