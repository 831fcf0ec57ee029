"""The rendered files of gw1 after the cut-over: gobgpd holds the session to a
stand-in of AS6939, BIRD gets its best paths, the proxy guards its API."""

import os
import re
import signal
import subprocess
import sys

from daemons import Bird, Checks, Processes, find, listens, wait
from gobgp_apply import Apply, apply_story
from gobgp_judge import Judge, judge_story
from proxy import Pki, call
from world import OWN, accepted, neighbor_config, start_cache

folder, gobgpd, rtr, gobgp_port, he_port, proxy_port = sys.argv[1:]
checks = Checks("gobgp")
check = checks.check
STRAY = "2001:db8:9999::/48"
# Within ours, but not one of ours: announced by BIRD, and by a change on GoBGP itself.
MORE, MORE_BY_CHANGE = "2001:db8:394a:8000::/49", "2001:db8:394a:4000::/50"


def read(name):
    with open(f"{folder}/{name}", encoding="utf-8") as file:
        return file.read()


def write(name, text):
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        file.write(text)
    return f"{folder}/{name}"


with Processes(folder) as processes:
    start_cache(processes, "127.0.0.4", rtr)
    # As its unit has it: what it runs is a copy of what it starts from.
    config = write("running.toml", read("gobgpd.toml"))
    command = (gobgpd, "-f", config, "--api-hosts", f"unix://{folder}/api.sock", "--pprof-disable", "--metrics-path", "", "-p", "-r")
    daemon = processes.start("gobgpd", *command)
    write("gobgpd.pid", f"{daemon.pid}\n")
    # BIRD by mistake originates more than ours: GoBGP has to notice.
    gw = Bird(processes, "gw1", write("bird.conf", read("bird.conf").replace("protocol static own6 {\n  ipv6;", f"protocol static own6 {{\n  ipv6;\n  route {STRAY} unreachable;\n  route {MORE} unreachable;")))
    he = Bird(processes, "he", write("he.conf", neighbor_config(f"local 127.0.0.4 port {he_port} as 6939; neighbor 127.0.0.2 as 394955; passive; local role provider;")))

    check("BIRD's own session is switched off", "down" in gw.ask("show protocols he"))
    check("session between BIRD and GoBGP is established", wait(lambda: gw.established("gobgp")))
    check("session to the neighbor is established", wait(lambda: he.established("to_gw1")))
    wait(lambda: STRAY in gw.networks("show route export gobgp"))
    client = (find("gobgp4"), "--target", f"unix://{folder}/api.sock", "-a", "ipv6", "global", "rib")
    subprocess.run((*client, "add", MORE_BY_CHANGE, "origin", "igp"), check=True, capture_output=True, timeout=10)
    wait(lambda: MORE_BY_CHANGE in gw.networks("show route filtered protocol gobgp"), 5)
    for family, wanted in (("ipv6", accepted("ipv6")), ("ipv4", accepted("ipv4") | {"0.0.0.0/0"})):
        table = f"master{family[-1]}"
        wait(lambda: set(gw.networks(f"show route protocol gobgp table {table}")) == wanted)
        check(f"{family} BIRD gets exactly the good routes", set(gw.networks(f"show route protocol gobgp table {table}")), wanted)
        wait(lambda: set(he.networks(f"show route protocol to_gw1 table {table}")) == OWN[family])
        check(f"{family} exports are exactly our prefixes", set(he.networks(f"show route protocol to_gw1 table {table}")), OWN[family])
    check("what BIRD originates by mistake stays inside", STRAY in gw.networks("show route export gobgp"))
    check("and what is more specific than a prefix of ours", MORE in gw.networks("show route export gobgp"))
    check("whoever announces it", MORE_BY_CHANGE in subprocess.run(client, check=True, capture_output=True, text=True, timeout=10).stdout)
    subprocess.run((*client, "del", MORE_BY_CHANGE), check=True, capture_output=True, timeout=10)
    path = " ".join(sum(he.networks("show route all protocol to_gw1 2001:db8:3949::/48").values(), []))
    check("our prefixes go out with our number alone", "as_path: 394955" in path and "IGP" in path)
    leaving = " ".join(sum(gw.networks("show route all protocol gobgp 2001:db8:f00a::/48").values(), []))
    check("what is on its way out is a last resort", bool(re.search(r"local_pref: 1\b", leaving)))
    default = lambda: "0.0.0.0/0" in gw.networks("show route protocol gobgp table master4")  # noqa: E731
    he.ask("enable bad_default")
    check("a default route over a private AS is refused", bool(wait(lambda: not default(), 10)))
    he.ask("disable bad_default")
    check("and a good one is taken again", bool(wait(default, 10)))
    forged = " ".join(sum(gw.networks("show route all protocol gobgp 2001:db8:f006::/48").values(), []))
    check("a forged reason is taken off", "394955, 65666" not in forged)

    # The API's proxy.
    if find("nginx"):
        pki = Pki(folder)
        reader, actor = pki.issue("reader", "/CN=orion-bgp-read"), pki.issue("actor", "/CN=orion-bgp-action")
        nobody, stranger = pki.issue("nobody", "/CN=somebody"), pki.stranger()
        # On the router it is started as gobgp; root would let go of its rights.
        as_root = ("-g", "user root;") if os.getuid() == 0 else ()
        processes.start("nginx", find("nginx"), "-c", f"{folder}/nginx-gobgp.conf", *as_root)
        wait(lambda: listens("127.0.0.1", proxy_port), 5)

        def status(client, method, message=b""):
            return call(folder, proxy_port, f"/api.GoBgpService/{method}", client, message)[0]

        the_neighbor = b"\x0a\x09127.0.0.4"
        check("proxy: the reader reads", [status(reader, m) for m in ("GetBgp", "ListPeer", "ListPath")], [200] * 3)
        check("proxy: the reader cannot act", [status(reader, m, the_neighbor) for m in ("DisablePeer", "ResetPeer", "AddPath", "StopBgp", "AddPolicy")], [403] * 5)
        check("proxy: the actor cannot do what is not listed", [status(actor, m) for m in ("StopBgp", "DeletePeer", "SetPolicies", "EnableMrt")], [403] * 4)
        check("proxy: nothing may follow a method", [call(folder, proxy_port, f"/api.GoBgpService/{m}", reader)[0] for m in ("GetBgp/../DisablePeer", "GetBgp%0ADisablePeer", "Get", "ListPeer;DisablePeer")], [403] * 4)
        check("proxy: a name nobody listed may do nothing", status(nobody, "GetBgp"), 403)
        check("proxy: no certificate, no answer", status(None, "GetBgp"), 401)
        check("proxy: a stranger's CA, no answer", status(stranger, "GetBgp"), 401)
        check("all that changed nothing", he.established("to_gw1"))
        check("proxy: the actor switches the session off", (status(actor, "DisablePeer", the_neighbor), bool(wait(lambda: not he.established("to_gw1"), 5))), (200, True))
        check("proxy: and on", (status(actor, "EnablePeer", the_neighbor), bool(wait(lambda: he.established("to_gw1"), 20))), (200, True))

    # What the router takes back by itself.
    def say(*lines):
        ended = subprocess.run(
            [sys.executable, f"{folder}/gobgp-guards"], env={**os.environ, "GOBGP_SOCKET": f"{folder}/api.sock", "GOBGP_GUARDS": f"{folder}/guards"},
            input="".join(f"{line}\n" for line in lines), capture_output=True, text=True, timeout=20, check=False)
        return [line[:4] for line in ended.stdout.splitlines()[1:]]

    asked = [
        "orion guard no-address 1 disable ", "orion guard all-of-them 1 disable all", "orion guard a-stranger 1 disable 127.0.0.9",
        "orion guard two-words 1 disable 127.0.0.4; reboot", "orion guard ../../x 1 disable 127.0.0.4", "configure", "orion release ../x",
    ]
    check("gobgp-guards denies what is no guard of a neighbor", say(*asked), ["8007", "8007", "8003", "8007", "8007", "8007", "8007"])
    check("and watches over one", say("orion guard this-story 2 disable 127.0.0.4", "orion guard the-other 2 enable 127.0.0.4"), ["0000", "8002"])
    check("the session stays until its time", he.established("to_gw1"))
    check("and is switched off when nobody confirms", bool(wait(lambda: not he.established("to_gw1"), 10)))
    check("the neighbor is told why", "undone by the router" in he.ask("show protocols all to_gw1"))
    check("who confirms later is told", say("orion release this-story", "orion guard this-story 2 disable 127.0.0.4"), ["8001", "8001"])
    check("the way back", say("orion guard back-again 1 enable 127.0.0.4"), ["0000"])
    check("lets it speak again", bool(wait(lambda: he.established("to_gw1"), 30)))
    check("one that is confirmed", say("orion guard confirmed 1 disable 127.0.0.4", "orion release confirmed"), ["0000", "0000"])
    wait(lambda: not he.established("to_gw1"), 3)
    check("does nothing", he.established("to_gw1"))

    # The way back of a cut-over: a reload with the session marked as BIRD's.
    held = read("gobgpd.toml")
    write("running.toml", held.replace('description = "he"', 'description = "he"\n    admin-down = true'))
    os.kill(daemon.pid, signal.SIGHUP)
    check("a reload lets go of the session", bool(wait(lambda: not he.established("to_gw1"), 5)))
    check("and keeps the other one", gw.established("gobgp"))
    write("running.toml", held)
    os.kill(daemon.pid, signal.SIGHUP)
    check("another takes it back", bool(wait(lambda: he.established("to_gw1"), 20)))

    apply_story(check, Apply(folder, processes), he)
    judge = Judge(folder, gw)
    judge_story(check, judge)

    # As the unit restarts it: no goodbye, and the neighbor waits.
    everything = OWN["ipv6"] | OWN["ipv4"]
    ours = lambda: set(he.networks("show route protocol to_gw1"))  # noqa: E731
    wait(lambda: ours() == everything)
    daemon.kill()
    daemon.wait()
    check("the neighbor notices the restart", bool(wait(lambda: not he.established("to_gw1"), 5)))
    check("and keeps our prefixes", ours(), everything)
    os.unlink(f"{folder}/api.sock")
    daemon = processes.start("gobgpd", *command)
    check("the session returns", bool(wait(lambda: he.established("to_gw1"), 20)))
    waiting = lambda: "graceful restart active" in he.ask("show protocols all to_gw1") + gw.ask("show protocols all gobgp")  # noqa: E731
    check("the restart is over for both neighbors", bool(wait(lambda: not waiting(), 20)))
    check("with our prefixes", ours(), everything)
    check("what started anew is judged as soon as its ROAs are there", bool(wait(judge.judges)))

    he.ask("enable flood")
    check("the limit ends the session", bool(wait(lambda: "Maximum number of prefixes" in he.ask("show protocols all to_gw1"), 10)))
    check("and BIRD loses its routes", bool(wait(lambda: gw.networks("show route protocol gobgp") == {}, 5)))

sys.exit(1 if checks.failed else 0)
