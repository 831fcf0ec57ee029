"""The rendered bird.conf of gw1 against a stand-in of AS6939."""

import os
import re
import shutil
import subprocess
import sys
import time

from daemons import Bird, Checks, Processes, ends, find, wait
from world import OWN, ROAS, accepted, neighbor_config, refused, start_cache, write_roas

folder, rtr, gw_port, he_port = sys.argv[1:]
checks = Checks("bird")
check = checks.check


def write(name, text):
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        file.write(text)
    return f"{folder}/{name}"


def reasons(details):
    return [int(n) for n in re.findall(r"\(394955, 65666, (\d+)\)", " ".join(details))]


def apply(text, *words):
    write("bird.conf.wanted", text)
    return bird_apply(*words)


def bird_apply(*words, path=os.environ["PATH"], more=None):
    return subprocess.run(["sh", f"{folder}/bird-apply", *words], env={**os.environ, "PATH": path, **(more or {})}, capture_output=True, text=True, timeout=40)


def confirmation(text):
    """What bird-apply says to BIRD, renames and has written to the disk as it confirms, in this order."""
    os.makedirs(f"{folder}/watched")
    for name in ("birdc", "mv", "sync"):
        os.chmod(write(f"watched/{name}", f'#!/bin/sh\necho "{name} $*" >>{folder}/watched.log\nexec {find(name)} "$@"\n'), 0o700)
    write("bird.conf.wanted", text)
    bird_apply(path=f"{folder}/watched:{os.environ['PATH']}")
    with open(f"{folder}/watched.log", encoding="utf-8") as file:
        return [line.replace(f"{folder}/", "") for line in file.read().splitlines() if not re.search(r"show|timeout", line)]


def start_file():
    with open(f"{folder}/bird.conf", encoding="utf-8") as file:
        return file.read()


def hold_story(good):
    """Whoever proves more than sessions confirms; `good` is what runs before and after."""
    calm = good.replace("Stand-in of AS6939", "On trial")
    runs = lambda words: words in gw.ask("show protocols all he")  # noqa: E731
    done = apply(calm, "--hold", "one", "30")
    check("bird-apply holds what keeps the session", (done.returncode, "held" in done.stdout, runs("On trial"), start_file() == good), (0, True, True, True))
    done = bird_apply("--confirm", "one")
    check("and keeps it once it is confirmed", (done.returncode, runs("On trial"), start_file() == calm), (0, True, True))
    check("once more is no harm", (bird_apply("--confirm", "one").returncode, runs("On trial")), (0, True))
    done = apply(good, "--hold", "one", "30")
    check("what is held can be taken back", (done.returncode, bird_apply("--take-back").returncode, runs("On trial"), start_file() == calm), (0, 0, True, True))
    check("and only once", (bird_apply("--take-back").returncode, runs("On trial")), (0, True))
    done = apply(calm, "--hold", "two", "30")
    check("nothing to do is nothing to confirm", (done.returncode, "unchanged" in done.stdout, bird_apply("--confirm", "two").returncode), (0, True, 0))
    check("and nobody confirms what was never held", "nothing is held as three" in bird_apply("--confirm", "three").stderr)
    # Cut off between BIRD and the file.
    check("it is held", apply(good, "--hold", "one", "30").returncode, 0)
    gw.ask("configure confirm")
    check("what BIRD was told already is confirmed", (bird_apply("--confirm", "one").returncode, start_file() == good), (0, True))
    check("it is as it was", (apply(calm).returncode, start_file() == calm), (0, True))

    done = apply(good, "--hold", "one", "1")
    # What ran before is also what a slow BIRD still shows while it has not begun.
    time.sleep(2)
    check("BIRD takes back by itself what nobody confirms", (done.returncode, bool(wait(lambda: runs("On trial"), 20))), (0, True))
    done = bird_apply("--confirm", "one")
    check("which is told who confirms too late", (done.returncode, "configured anew since" in done.stderr, start_file() == calm), (1, True, True))
    check("and again", "not confirmed" in bird_apply("--confirm", "one").stderr)

    # Another hand, at its own time.
    check("it is held", apply(good, "--hold", "one", "30").returncode, 0)
    other = write("bird.conf.other", good.replace("Stand-in of AS6939", "Another hand"))
    time.sleep(6)
    gw.ask(f'configure "{other}"')
    check("what another hand configured since is left alone", (bird_apply("--take-back").returncode, runs("Another hand")), (0, True))
    check("and not taken for what was held", (apply(good, "--hold", "one", "30").returncode, bird_apply("--confirm", "one").returncode, start_file() == good), (0, 0, True))
    bad = (["--hold"], ["--hold", "one"], ["--hold", "one", "0"], ["--hold", "one", "x"], ["--hold", "o; ne", "9"], ["--confirm"], ["--keep"])
    check("nonsense is refused", [bird_apply(*words).returncode for words in bad], [2] * len(bad))
    check("all the while the session is up", gw.established("he"))


def off_story(good):
    """What is off stays off, whatever is configured; `good` is what runs before and after."""
    calm = good.replace("Stand-in of AS6939", "Off")
    silent = re.sub(r"(protocol bgp he [^{]*{\n)", r"\1  disabled;\n", good)
    runs = lambda words: words in gw.ask("show protocols all he")  # noqa: E731
    is_off = lambda: bool(re.search(r"^he +BGP +\S+ +down", gw.ask("show protocols he").replace("1002-", ""), re.M))  # noqa: E731
    # What BIRD itself does.
    gw.ask('disable he "a leak"')
    other = write("bird.conf.other", calm)
    gw.ask(f'configure "{other}"')
    check("BIRD enables with another configuration what was switched off", is_off(), False)
    gw.ask(f'configure "{folder}/bird.conf"')
    gw.ask('disable he "a leak"')
    check("bird-apply does not", (apply(calm).returncode, runs("Off"), is_off()), (0, True, True))
    check("and tells on what was said of it", runs("a leak"))
    check("nor where it holds", (apply(good, "--hold", "off", "30").returncode, is_off()), (0, True))
    check("or takes back", (bird_apply("--take-back").returncode, runs("Off"), is_off()), (0, True, True))
    check("nor where what was held says so itself", (apply(silent, "--hold", "off", "30").returncode, bird_apply("--take-back").returncode, runs("Off"), is_off()), (0, 0, True, True))
    confirmed = apply(silent)
    write("bird.conf.wanted", calm)
    done = bird_apply(more={"BIRD_APPLY_BACK": "1"})
    check("or what was confirmed, on the way back from it", (confirmed.returncode, done.returncode, runs("Off"), is_off()), (0, 0, True, True))
    # Whoever was to confirm it, or to take it back, is gone.
    gw.ask("enable he")
    gw.ask('disable he "a leak"')
    done = apply(good, "--hold", "alone", "1")
    check("or BIRD takes back by itself", (done.returncode, runs("Off"), bool(wait(lambda: runs("Off") and is_off(), 30))), (0, False, True))
    check("with what was said of it", runs("a leak"))
    done = apply(good, "--hold", "alone", "1")
    gw.ask("enable he")
    check("where it was off to the last", (done.returncode, bool(wait(lambda: runs("Off"), 30))), (0, True))
    time.sleep(2)
    check("and not where somebody enabled it", (is_off(), bool(wait(lambda: gw.established("he")))), (False, True))
    gw.ask("disable he")
    check("that off and on is kept", (apply(good).returncode, is_off(), apply(calm).returncode, is_off()), (0, True, 0, True))
    gw.ask("enable he")
    check("until somebody enables it", bool(wait(lambda: gw.established("he"))))
    check("a configuration switches it off", (apply(silent).returncode, is_off()), (0, True))
    gw.ask("enable he")
    check("and somebody on", bool(wait(lambda: gw.established("he"))))
    done = apply(silent.replace("Stand-in of AS6939", "Off"))
    check("which another one does not end", (done.returncode, "speaks though" in done.stderr, gw.established("he")), (1, True, True))
    gw.ask("disable he")
    check("what a configuration switched off it switches on", (apply(good).returncode, bool(wait(lambda: gw.established("he")))), (0, True))


with Processes(folder) as processes:
    start_cache(processes, "127.0.0.1", rtr)
    gw = Bird(processes, "gw1", f"{folder}/bird.conf")
    wait(lambda: len(gw.networks("show route table roa6t")) == 2, 10)
    check("ROAs come from the cache", len(gw.networks("show route table roa6t")), 2)
    he = Bird(processes, "he", write("he.conf", neighbor_config(f"local 127.0.0.1 port {he_port} as 6939; neighbor 127.0.0.2 port {gw_port} as 394955; local role provider;")))

    check("session is established", wait(lambda: gw.established("he")))
    check("role is negotiated", "Role: customer" in gw.ask("show protocols all he"))
    for family in ("ipv6", "ipv4"):
        table = f"master{family[-1]}"
        wait(lambda: set(he.networks(f"show route protocol to_gw1 table {table}")) == OWN[family])
        check(f"{family} exports are exactly our prefixes", set(he.networks(f"show route protocol to_gw1 table {table}")), OWN[family])
        wait(lambda: set(gw.networks(f"show route protocol he table {table}")) == accepted(family))
        check(f"{family} imports are exactly the good ones", set(gw.networks(f"show route protocol he table {table}")), accepted(family))
        found = gw.networks(f"show route filtered all protocol he table {table}")
        check(f"{family} refused routes carry their reason", {net: reasons(text) for net, text in found.items()}, {net: [reason] for net, reason in refused(family).items()})
    kept = gw.networks("show route all 2001:db8:f006::/48 protocol he")
    check("a forged reason is taken off", reasons(sum(kept.values(), [])), [])
    kept = gw.networks("show route all 2001:db8:f002::/48 protocol he")
    check("foreign communities stay", "(6939,100)" in " ".join(sum(kept.values(), [])))

    kept = gw.networks("show route all 2001:db8:f00a::/48 protocol he")
    check("what is on its way out is a last resort", bool(re.search(r"local_pref: 1\b", " ".join(sum(kept.values(), [])))))

    # A ROA appears while the route is in use, and goes again.
    late = {"prefix": "2001:db8:f000::/48", "maxLength": 48, "asn": "AS64496", "ta": "lab"}
    write_roas(folder, [*ROAS, late])
    check("a new ROA refuses what was accepted", bool(wait(lambda: "2001:db8:f000::/48" in gw.networks("show route filtered protocol he"))))
    write_roas(folder, ROAS)
    check("and lets it in again when it is gone", bool(wait(lambda: "2001:db8:f000::/48" in gw.networks("show route protocol he"))))

    # ORION's reader.
    reader = subprocess.run(
        [sys.executable, f"{folder}/bird-readonly"], env={**os.environ, "BIRD_SOCKET": gw.path}, timeout=10,
        input="restrict\nshow status\ndisable he\nconfigure\n", capture_output=True, text=True)
    check("bird-readonly greets as BIRD does", reader.stdout.startswith("0001 BIRD "))
    check("bird-readonly answers questions", "0013 " in reader.stdout)
    check("bird-readonly refuses what changes", reader.stdout.count("8007 "), 2)
    check("nothing was changed through it", gw.established("he"))
    # What a restricted BIRD of this age does nevertheless, and what hides in a line.
    asked = ("show status", "dump routes", "eval 1+1", "show route all", "echo all", "down", "show status\0down", "show status\rdown", "d\rump routes", "",
             "show route where 1 + 1 = 2", "show protocols 'he'", "configure", "debug all all", "show " + "a" * 1017, "show " + "a" * 1018, 'timeformat "%s"', "show protocols")
    reader = subprocess.run(
        [sys.executable, f"{folder}/bird-readonly"], env={**os.environ, "BIRD_SOCKET": gw.path}, timeout=10,
        input="".join(f"{line}\n" for line in asked).encode(), capture_output=True)
    wanted = ["0001", "0013", "8007", "8007", "0000", *["8007"] * 7, "0000", "8007", "8007", "9001", "8007", "9001", "0000"]
    check("bird-readonly passes on what shows something and nothing else", ends(reader.stdout.decode()), wanted)
    check("which BIRD denies in its turn", "8007 Access denied\n8007 Access denied\n1007-" in reader.stdout.decode())

    # ORION's actor.
    asked = ["configure", "down", "show route", "disable 'he' \"a\"; down", "disable all", "eval 1",
             "disable 'own6' \"a\"", "disable 'kernel6' \"a\"", "reload 'own6'", "disable 'all' \"a\"", "enable 'he' \"it is\""]
    actor = subprocess.Popen(
        [sys.executable, f"{folder}/bird-sessions"], env={**os.environ, "BIRD_SOCKET": gw.path},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    said = [actor.stdout.readline()]
    for line in asked:
        actor.stdin.write(line + "\n")
        said.append(actor.stdout.readline())
    actor.stdin.close()
    check("bird-sessions greets as BIRD does", said[0].startswith("0001 BIRD "))
    check("bird-sessions denies what is no action on a session", [line[:4] for line in said[1:-1]], ["8007"] * 10)
    check("bird-sessions passes on what is", "0010-he: already enabled" in said[-1])
    check("and ends with its caller", actor.wait(5), 0)

    # Applying.
    with open(f"{folder}/bird.conf", encoding="utf-8") as file:
        good = file.read()
    done = apply(good)
    check("bird-apply leaves what is in use alone", (done.returncode, "unchanged" in done.stdout), (0, True))
    done = apply(good.replace("Stand-in of AS6939", "Another description"))
    check("bird-apply confirms what keeps the session", (done.returncode, "confirmed" in done.stdout, "Another description" in gw.ask("show protocols all he")), (0, True, True))
    check(
        "what BIRD runs for good is on the disk before, and what it starts from after",
        confirmation(good),
        ["sync bird.conf.new", "birdc -s bird.ctl configure confirm", "mv -f bird.conf.new bird.conf", f"sync {folder}", "mv -f bird.conf.held.off .bird-apply.off"],
    )
    hold_story(good)
    off_story(good)
    # A prefix of ours has one length: what is more specific stays inside, as with GoBGP.
    new, more = "2001:db8:394c::/48", "2001:db8:394a:8000::/49"
    done = apply(good.replace("define OWN6 = [ ", f"define OWN6 = [ {new}, ").replace("protocol static own6 {\n  ipv6;", f"protocol static own6 {{\n  ipv6;\n  route {new} unreachable;\n  route {more} unreachable;").replace("export limit 10", "export limit 11"))
    check("bird-apply adds a prefix within the running session", (done.returncode, bool(wait(lambda: new in he.networks("show route protocol to_gw1"), 5)), gw.established("he")), (0, True, True))
    check("but nothing more specific than a prefix of ours", (more in gw.networks("show route protocol own6"), more in he.networks("show route protocol to_gw1")), (True, False))
    done = apply("this is no configuration")
    check("bird-apply refuses what does not parse", (done.returncode != 0, gw.established("he")), (True, True))
    done = apply(good.replace("as 6939;", "as 6940;"))
    check("bird-apply takes back what loses the session", (done.returncode, "did not return" in done.stderr), (1, True))
    check("and the session comes back", wait(lambda: gw.established("he")))
    with open(f"{folder}/bird.conf", encoding="utf-8") as file:
        check("the file BIRD starts from is the proven one", "as 6939;" in file.read())
    shutil.copy(f"{folder}/bird.conf", f"{folder}/bird.conf.wanted")

    # More than the limit: the whole session ends and stays down.
    wait(lambda: gw.established("he"))
    he.ask("enable flood")
    wait(lambda: "down" in gw.ask("show protocols he"), 10)
    state = gw.ask("show protocols all he")
    check("the import limit ends the session", ("down" in state, "limit" in state.lower()), (True, True))
    check("the neighbor is told why", bool(wait(lambda: "Maximum number of prefixes" in he.ask("show protocols all to_gw1"), 5)))
    check("and none of its routes stays", gw.networks("show route protocol he"), {})
    why = re.search(r"Last error: *(Automatic shutdown: .*)", state)[1].strip()
    calm = good.replace("Stand-in of AS6939", "Beside a limit")
    for text in (calm, good):
        check("bird-apply tells on that a limit switched it off", (apply(text).returncode, f"was off: {why}" in gw.ask("show protocols all he")), (0, True))

sys.exit(1 if checks.failed else 0)
