"""The rendered stand-in against the rendered BIRD and GoBGP of a router, each machine in
a namespace of its own, with the ports, addresses, packet filter and kernel they have.

    standin_story.py <run folder> <gobgpd> <router>     as root

The router is a scenario in phase 3, or in the shadow, where BIRD takes nothing of GoBGP.
"""

import json
import os
import subprocess
import sys

from daemons import Bird, Checks, Processes, find, wait
from world import OWN

run_folder, gobgpd, router = sys.argv[1:4]
ROUTER, STANDIN = f"{run_folder}/{router}", f"{run_folder}/stand-in"
SHADOW = router.startswith("shadow")
ADDRESSES = {
    "router": ("fd00:394a::2/64", "fd00:394a::3/64", "fd00:394a::4/64", "10.69.39.2/24", "10.69.39.3/24", "10.69.39.4/24"),
    "standin": ("fd00:394a::1/64", "fd00:394a::9/64", "10.69.39.1/24", "10.69.39.9/24"),
}
SESSIONS = ("stand_in6", "stand_in4", "stand_in6_gobgp", "stand_in4_gobgp", "limit6", "limit4")
ROUTES = {
    "ipv6": {"2001:db8:f000::/48", "2001:db8:f001::/48", "2001:db8:f002::/48"},
    "ipv4": {"198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/24"},
}
BIRD_IN_KERNEL = "12"
# GoBGP's word for a session that ended beyond its limit.
PFX_CT = 3


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=20).stdout


def inside(namespace):
    return ("ip", "netns", "exec", namespace)


def build():
    for namespace in ADDRESSES:
        run("ip", "netns", "add", namespace)
    run("ip", "link", "add", "near0", "netns", "router", "type", "veth", "peer", "name", "near0", "netns", "standin")
    for namespace, addresses in ADDRESSES.items():
        run("ip", "-n", namespace, "link", "set", "lo", "up")
        for address in addresses:
            run("ip", "-n", namespace, "addr", "add", address, "dev", "near0", *(["nodad"] if ":" in address else []))
        run("ip", "-n", namespace, "link", "set", "near0", "up")


def in_kernel(namespace, family):
    """Prefixes that a BIRD wrote into the kernel of a namespace."""
    listed = json.loads(run("ip", "-json", "-n", namespace, f"-{family[-1]}", "route", "show", "proto", BIRD_IN_KERNEL) or "[]")
    return {one["dst"] for one in listed}


def attributes(bird, query):
    """Of each prefix what goes with it, apart from its next hop and from what is BIRD's own."""
    return {
        net: {line.strip() for line in said if line.strip().startswith("BGP.") and not line.strip().startswith(("BGP.next_hop", "BGP.local_pref"))}
        for net, said in bird.networks(query).items()
    }


def exceed(check, standin, gobgp):
    answer = standin.ask(f'configure "{run_folder}/stand-in-exceeding/bird.conf"')
    check("it is told to exceed", "Reconfigured" in answer or "in progress" in answer)

    def told(name):
        # Whoever calls again and is refused forgets what ended the session.
        with open(f"{STANDIN}/{router}/standin.log", encoding="utf-8") as log:
            return f"{name}: Received: Maximum number of prefixes reached" in log.read()

    for name, address in (("limit6", "fd00:394a::9"), ("limit4", "10.69.39.9")):
        check(f"{name} is told why it ended", bool(wait(lambda: told(name))))  # noqa: B023
        check("and GoBGP keeps it down", bool(wait(lambda: gobgp("neighbor", address).get("state", {}).get("admin_state") == PFX_CT)))  # noqa: B023
    check("no other session ends with it", [standin.established(name) for name in SESSIONS[:4]], [True] * 4)


def story(folder):
    checks = Checks(f"stand-in of {router}")
    check = checks.check
    build()
    run(*inside("standin"), "sysctl", "-q", "-p", f"{STANDIN}/sysctl.conf")
    forwards = [run(*inside("standin"), "sysctl", "-n", key).strip() for key in ("net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding", "net.ipv6.conf.near0.forwarding")]
    check("forwards nothing", forwards, ["0", "0", "0"])
    run(*inside("router"), "nft", "-f", f"{ROUTER}/nftables.conf")

    with Processes(folder) as processes:
        api = f"unix://{folder}/api.sock"
        processes.start("gobgpd", *inside("router"), gobgpd, "-f", f"{ROUTER}/gobgpd.toml", "--api-hosts", api, "--pprof-disable", "--metrics-path", "", "-p")
        gw = Bird(processes, "router", f"{ROUTER}/bird.conf", prefix=inside("router"))
        standin = Bird(processes, "standin", f"{STANDIN}/bird.conf", prefix=inside("standin"))

        def gobgp(*words):
            said = subprocess.run((find("gobgp4"), "--target", api, "-j", *words), capture_output=True, text=True, timeout=10, check=False).stdout
            return json.loads(said) if said.strip().startswith(("{", "[")) else {}

        def chosen_by_gobgp(address, family):
            """What its policy accepted of that neighbor."""
            known = gobgp("global", "rib", "-a", family)
            return {net for net, paths in known.items() if any(path.get("peer-address") == address for path in paths)}

        def best_of_gobgp(family):
            """Who brought what it chose of the routes of the stand-in."""
            known = gobgp("global", "rib", "-a", family)
            return {path.get("peer-address") for net in ROUTES[family] for path in known.get(net, []) if path.get("best")}

        for name in SESSIONS:
            check(f"{name} is established", bool(wait(lambda: standin.established(name), 40)))
        check("of BIRD by its side as well", [gw.established(name) for name in ("stand_in6", "stand_in4", "gobgp")], [True] * 3)
        check("BIRD knows nothing of GoBGP's sessions", "stand_in6_gobgp" in gw.ask("show protocols"), False)

        for family, address, limited in (("ipv6", "fd00:394a::1", "fd00:394a::9"), ("ipv4", "10.69.39.1", "10.69.39.9")):
            v = family[-1]
            for name in (f"stand_in{v}", f"stand_in{v}_gobgp", f"limit{v}"):
                heard = lambda: set(standin.networks(f"show route protocol {name} table master{v}"))  # noqa: E731,B023
                wait(lambda: heard() == OWN[family])
                check(f"{name} hears exactly our prefixes", heard(), OWN[family])
            arrived = lambda: set(gw.networks(f"show route protocol stand_in{v} table master{v}"))  # noqa: E731,B023
            wait(lambda: arrived() == ROUTES[family])
            check(f"what it announces arrives with BIRD, {family}", arrived(), ROUTES[family])
            check("but for the default route, which nobody wants", set(gw.networks(f"show route filtered protocol stand_in{v} table master{v}")), {"::/0" if v == "6" else "0.0.0.0/0"})
            accepted = lambda: chosen_by_gobgp(address, family)  # noqa: E731,B023
            wait(lambda: accepted() == ROUTES[family])
            check(f"and with GoBGP, {family}", accepted(), ROUTES[family])
            check("of whose sessions the one BIRD has too is chosen", best_of_gobgp(family), {address})
            check("within a limit as many as it lets in", len(gobgp("neighbor", limited, "adj-in", "-a", family)), 2)
            if not SHADOW:
                wait(lambda: set(gw.networks(f"show route protocol gobgp table master{v}")) == ROUTES[family])
                check(f"which hands it on inside, {family}", set(gw.networks(f"show route protocol gobgp table master{v}")), ROUTES[family])
            wait(lambda: ROUTES[family] <= in_kernel("router", family))
            check(f"the router's kernel has it, {family}", ROUTES[family] <= in_kernel("router", family))
            check(f"the kernel of what stands in has nothing of a BIRD, {family}", in_kernel("standin", family), set())
            dump = run("ip", "-n", "standin", f"-{v}", "route", "show", "table", "all")
            check("in no table", [net for net in ROUTES[family] | OWN[family] | {"default"} if net in dump], [])
        # The gate holds these against each other: next hops are the daemons' own.
        for family in OWN:
            v = family[-1]
            said = [attributes(standin, f"show route all protocol {name} table master{v}") for name in (f"stand_in{v}", f"stand_in{v}_gobgp")]
            wanted = {net: {"BGP.origin: IGP", "BGP.as_path: 394955"} for net in OWN[family]}
            check(f"both daemons announce with our number alone, {family}", said, [wanted, wanted])
        if not SHADOW:
            exceed(check, standin, gobgp)
    return checks.failed


if os.environ.get("STANDIN_INSIDE"):
    # Names of namespaces are files, here nobody else's.
    os.makedirs("/run/netns", exist_ok=True)
    run("mount", "-t", "tmpfs", "t", "/run/netns")
    os.makedirs(f"{STANDIN}/{router}", exist_ok=True)
    sys.exit(1 if story(f"{STANDIN}/{router}") else 0)
os.environ["STANDIN_INSIDE"] = "1"
os.execvp("unshare", ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", sys.executable, *sys.argv))
