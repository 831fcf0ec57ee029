"""The rendered configuration for newer BIRDs on real ones, in a network of their
own: ORION's socket only reads, whatever is asked there, and the other one acts. The
command of ORION's key comes to the first one and lets less through.

    restricted_story.py <folder of the rendered files> <bird>     as root
"""

import os
import subprocess
import sys
from pathlib import Path

from daemons import Bird, Checks, Processes, ends, wait

folder, binary = sys.argv[1:]
if not os.environ.get("STORY_INSIDE"):
    os.environ["STORY_INSIDE"] = "1"
    os.execvp("unshare", ("unshare", "--net", sys.executable, *sys.argv))

checks = Checks(binary)
place = f"{folder}/restricted"
os.makedirs(place, exist_ok=True)
with open(f"{folder}/bird.conf", encoding="utf-8") as file:
    text = file.read()
with open(f"{place}/bird.conf", "w", encoding="utf-8") as file:
    file.write(text.replace("/run/bird/", f"{place}/"))
with Processes(place) as processes:
    whole = Bird(processes, "gw1", f"{place}/bird.conf", binary)
    reading = whole.at(f"{place}/orion.ctl")
    wait(lambda socket=reading: os.path.exists(socket.path), 5)
    checks.check("the socket that reads tells the sessions", "BGP" in reading.ask("show protocols all he_v6"))
    reload = "reload filters in he_v6" if binary == "bird3" else "reload in he_v6"
    denied = [reading.ask(line)[:4] for line in ("disable he_v6", "enable he_v6", "restart all", reload, "configure", 'configure timeout 5', "down", "debug all all")]
    checks.check("and does nothing else", denied, ["8007"] * 8)
    checks.check("the session is as it was", "down" not in reading.ask("show protocols he_v6").split("\n")[1].split()[3:4])
    asked = ("restrict", 'timeformat "%s"', "show status", "eval 1+1", "show protocols all 'he_v6'", "dump routes", "down", "show route all", "configure", "show route where 1 + 1 = 2")
    reader = subprocess.run(
        [sys.executable, Path(__file__).parent.parent / "roles/bird2/files/bird-readonly"], env={**os.environ, "BIRD_SOCKET": reading.path},
        input="".join(f"{line}\n" for line in asked), capture_output=True, text=True, timeout=10, check=False)
    wanted = ["0001", "0016", "0000", "0013", "8007", "0000", "8007", "8007", "0000", "8007", "8007"]
    checks.check("bird-readonly passes on what shows something and nothing else", ends(reader.stdout), wanted)
    checks.check("the other socket acts", whole.ask("disable he_v6")[:4] in ("0009", "0010"))
    checks.check("which the one that reads tells", bool(wait(lambda: "down" in reading.ask("show protocols he_v6"), 5)))

sys.exit(1 if checks.failed else 0)
