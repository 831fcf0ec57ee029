"""A machine with a systemd of its own, which a test starts and takes the power of."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from daemons import wait

STARTS = Path(__file__).parent / "systemd_box.sh"
BOOT = """#!/bin/sh
run() {{
  name=$1
  shift
  "$@" >"/box/$name" 2>&1
  echo $? >>"/box/$name"
}}
{script}
run failed systemctl list-units --state=failed --plain --no-legend {units}
run why systemctl status --no-pager --lines=20 {units}
touch /box/over
sleep 600
"""


class Box:
    """
    Its files are in memory below `folder`, and stay from one boot to the next.
    `units`: patterns of those a test is about; whether one of Debian's fails in
    a container is another machine's matter.
    """

    def __init__(self, folder, *units):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512m", "box", folder], check=True)
        self.folder = folder
        self.shared = folder / "box"
        self.upper = folder / "root/upper"
        self.units = " ".join(f"'{unit}'" for unit in units)
        self.child = None
        self.told = []

    def install(self, path, content, mode=0o644):
        """`content`: a text, or a file of this machine."""
        file = self.upper / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.copyfile(content, file)
        else:
            file.write_text(content)
        file.chmod(mode)

    def boot(self, script, **files):
        """Until its script is through; the machine runs on. `files`: texts in /box."""
        self.told.append(self.said("why"))
        shutil.rmtree(self.shared, ignore_errors=True)
        self.shared.mkdir(parents=True)
        for name, text in files.items():
            (self.shared / name).write_text(text)
        (self.shared / "boot").write_text(BOOT.format(script=script, units=self.units))
        (self.shared / "boot").chmod(0o755)
        with open(self.folder / "console", "ab") as console:
            self.child = subprocess.Popen(
                ["unshare", "--pid", "--fork", "--kill-child", "--mount", "--net", "--uts", "--ipc", STARTS, self.folder / "root", self.shared],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
            )
        return bool(wait((self.shared / "over").exists, 90))

    def cut_power(self):
        if self.child:
            # Its init, which is over when all of the machine is: what is left of it
            # would write to the files of the next one.
            for pid in Path(f"/proc/{self.child.pid}/task/{self.child.pid}/children").read_text().split():
                os.kill(int(pid), signal.SIGKILL)
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
            self.child = None

    def said(self, name):
        """What a command printed, and its exit code as the last word."""
        path = self.shared / name
        return path.read_text().strip() if path.exists() else ""


def tell(checks, box, story):
    """Runs it, and ends the machine however that ends."""
    try:
        story(checks.check, box)
    finally:
        box.cut_power()
        if checks.failed:
            print(*box.told, box.said("why"), sep="\n", file=sys.stderr)
            print((box.folder / "console").read_text(errors="replace")[-2000:], file=sys.stderr)
    sys.exit(1 if checks.failed else 0)
