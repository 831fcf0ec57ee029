"""What the stand-in of AS6939 announces, and what must become of it."""

import json
import os

from daemons import find, listens, wait

OWN = {"ipv6": {"2001:db8:3949::/48", "2001:db8:394a::/48"}, "ipv4": {"192.0.2.0/24"}}

INVALID, LONG, MINE, BOGON, PATH, PRIVATE = 1, 2, 3, 4, 5, 6

# prefix: (attributes it is announced with, reason to refuse it or None)
ROUTES = {
    "ipv6": {
        "2001:db8:f000::/48": ("", None),
        "2001:db8:f002::/48": ("bgp_community.add((6939,100));", None),
        "2001:db8:f004::/48": ("", None),
        # Somebody else's word for "refused" is no reason to refuse.
        "2001:db8:f006::/48": ("bgp_large_community.add((394955,65666,1));", None),
        # On its way out (RFC 8326): a last resort from now on.
        "2001:db8:f00a::/48": ("bgp_community.add((65535,0));", None),
        "2001:db8:f001::/48": ("", INVALID),
        "2001:db8:f005:1::/64": ("", LONG),
        "2001:db8:3949:1::/64": ("", MINE),
        "2001:db8:394a::/48": ("", MINE),
        "2002:6440::/32": ("", BOGON),
        "fd00:1::/32": ("", BOGON),
        "2c00::/12": ("", BOGON),
        "::/0": ("", BOGON),
        "2001:db8:f007::/48": ("bgp_path.prepend(6939);" * 6, PATH),
        "2001:db8:f008::/48": ("bgp_path.prepend(64512);", PRIVATE),
        "2001:db8:f009::/48": ("bgp_path.prepend(23456);", PRIVATE),
    },
    "ipv4": {
        "198.51.100.0/24": ("", None),
        "203.0.113.0/24": ("", INVALID),
        "203.0.113.128/25": ("", LONG),
        "192.0.2.128/25": ("", MINE),
        "10.1.0.0/16": ("", BOGON),
        "0.0.0.0/0": ("", BOGON),
    },
}

ROAS = [
    {"prefix": "2001:db8:f001::/48", "maxLength": 48, "asn": "AS64496", "ta": "lab"},
    {"prefix": "2001:db8:f004::/48", "maxLength": 48, "asn": "AS6939", "ta": "lab"},
    {"prefix": "203.0.113.0/24", "maxLength": 24, "asn": "AS64496", "ta": "lab"},
]

# Past every limit of the scenarios, and nothing wrong with any of them.
FLOOD = [f"2001:db8:e{n:03x}::/48" for n in range(40)]


def accepted(family):
    return {net for net, (_, reason) in ROUTES[family].items() if reason is None}


def refused(family):
    return {net: reason for net, (_, reason) in ROUTES[family].items() if reason is not None}


def write_roas(folder, roas):
    path = f"{folder}/roas.json"
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump({"roas": roas}, file)
    os.replace(path + ".new", path)
    return path


def start_cache(processes, host, port):
    """StayRTR with the ROAs; back when it listens, for BIRD asks again only after 90 s."""
    path = write_roas(processes.folder, ROAS)
    processes.start("stayrtr", find("stayrtr"), "-bind", f"{host}:{port}", "-cache", path, "-checktime=false", "-refresh", "1", "-metrics.addr", "")
    wait(lambda: listens(host, port), 10)


def neighbor_config(session):
    """BIRD as AS6939. `session` is the part with addresses and ports."""
    static = "\n".join(
        f"protocol static s{family[-1]} {{ {family};\n"
        + "\n".join(f"route {net} blackhole {{ {words} }};" for net, (words, _) in routes.items())
        + "\n}"
        for family, routes in ROUTES.items()
    )
    flood = "\n".join(f"route {net} blackhole;" for net in FLOOD)
    return f"""
log stderr all;
router id 192.0.2.254;
timeformat protocol iso long;
protocol device {{}}
{static}
protocol static bad_default {{ disabled; ipv4 {{ preference 300; }};
route 0.0.0.0/0 blackhole {{ bgp_path.prepend(64512); }};
}}
protocol static flood {{ disabled; ipv6;
{flood}
}}
protocol bgp to_gw1 {{
  {session}
  strict bind yes;
  multihop 2;
  connect delay time 1; connect retry time 2; error wait time 1, 2;
  ipv6 {{ import all; export where source = RTS_STATIC; next hop address 2001:db8:ffff::1; }};
  ipv4 {{ import all; export where source = RTS_STATIC; next hop address 198.51.100.1; }};
}}
"""
