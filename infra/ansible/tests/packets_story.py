"""The rendered packet filter, loaded into a namespace of its own and tried with
real packets: from the peer, from strangers beside it, and from the networks behind.

    packets_story.py <host> <nftables.conf>     as root
"""

import os
import selectors
import socket
import subprocess
import sys

from daemons import Checks, wait

PEER6, PEER4, STRANGER6 = "2001:db8:ffff::1", "198.51.100.1", "2001:db8:ffff::66"
LOCAL6, LOCAL4 = "2001:db8:ffff::2", "198.51.100.2"
INSIDE, PORTAL, SERVER = "2001:db8:394a:10::1", "2001:db8:394a:10::7007", "2001:db8:394a:20::80"
FORGED, FOREIGN = "2001:db8:394a:99::1", "2001:db8:5555::1"
# Outside, with an address out of the networks of management.
POSER = "2001:db8:394a:10::bad"
INSIDE4, PORTAL4, SERVER4 = "192.0.2.1", "192.0.2.7", "192.0.2.80"
# Of others, private, of ours from another network of ours, and from outside.
FOREIGN4, PRIVATE4, MISPLACED4, FORGED4 = "203.0.113.1", "10.0.10.7", "192.0.2.98", "192.0.2.199"
WAIT = 0.6


def run(*words, **options):
    return subprocess.run(words, check=True, capture_output=True, text=True, **options).stdout


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def open_socket(source, kind, hops, port=0):
    family = family_of(source)
    sock = socket.socket(family, kind)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    set_hops(sock, hops)
    sock.settimeout(WAIT)
    sock.bind((source, port))
    return sock


def set_hops(sock, hops):
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, hops)
    else:
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, hops)


def probe(source, target, port, hops="255", later="", source_port="0", kind="tcp"):
    """In the namespace of whoever calls: 'answers', or what else becomes of it."""
    try:
        if kind == "ping":
            return ping(source, target)
        udp = kind == "udp"
        sock = open_socket(source, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM, int(hops), int(source_port))
        sock.connect((target, int(port)))
        if later:
            set_hops(sock, int(later))
        sock.sendall(b"word")
        return "answers" if sock.recv(16) == b"word" else "ends"
    except TimeoutError:
        return "silence"
    except OSError as error:
        return error.strerror


def ping(source, target):
    with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as sock:
        sock.settimeout(WAIT)
        sock.bind((source, 0))
        # Echo request; the kernel adds the checksum.
        sock.sendto(bytes([128, 0, 0, 0]) + b"word", (target, 0))
        # Neighbor discovery comes by as well.
        while sock.recv(64)[0] != 129:
            pass
        return "answers"


def serve(*ports):
    """Sends back what comes, over TCP, and over UDP on the port of BFD."""
    ready = selectors.DefaultSelector()
    for port in map(int, ports):
        if port == 3784:
            sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
            sock.bind(("::", port))
            ready.register(sock, selectors.EVENT_READ, "datagram")
        else:
            sock = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)
            ready.register(sock, selectors.EVENT_READ, "call")
    print("ready", flush=True)
    while True:
        for key, _ in ready.select():
            if key.data == "call":
                ready.register(key.fileobj.accept()[0], selectors.EVENT_READ, "bytes")
            elif key.data == "datagram":
                data, sender = key.fileobj.recvfrom(16)
                key.fileobj.sendto(data, sender)
            else:
                data = b""
                try:
                    data = key.fileobj.recv(16)
                    key.fileobj.sendall(data)
                except OSError:
                    pass
                if not data:
                    ready.unregister(key.fileobj)
                    key.fileobj.close()


def obey_sysctls(path):
    """What the role tells the kernel about the interfaces there are."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            key, _, value = line.partition(" = ")
            if key.startswith(("net.ipv4.conf.", "net.ipv6.conf.", "net.ipv4.ip_forward")):
                run("ip", "netns", "exec", "router", "sysctl", "-q", "-w", f"{key}={value.strip()}")


def link(router, name, other, addresses, others):
    run("ip", "link", "add", name, "netns", router, "type", "veth", "peer", "name", "eth0", "netns", other)
    for namespace, device, own in ((router, name, addresses), (other, "eth0", others)):
        for address in own:
            run("ip", "-n", namespace, "addr", "add", address, "dev", device, *(["nodad"] if ":" in address else []))
        run("ip", "-n", namespace, "link", "set", device, "up")
        run("ip", "-n", namespace, "link", "set", "lo", "up")


def story(host, rules):
    checks = Checks(f"packets to {host}")
    children = []

    def listen(namespace, *ports):
        child = subprocess.Popen(
            ("ip", "netns", "exec", namespace, sys.executable, __file__, "serve", *map(str, ports)), stdout=subprocess.PIPE, text=True)
        children.append(child)
        assert child.stdout.readline() == "ready\n"

    def ask(namespace, *words, **more):
        return run("ip", "netns", "exec", namespace, sys.executable, __file__, "probe", *map(str, words), *(f"{key}={value}" for key, value in more.items())).strip()

    def check(name, namespace, wanted, *words, **more):
        checks.check(name, ask(namespace, *words, **more), wanted)

    try:
        for namespace in ("router", "uplink", "inside", "servers"):
            run("ip", "netns", "add", namespace)
        link("router", "uplink0", "uplink", (f"{LOCAL6}/64", f"{LOCAL4}/24"), (f"{PEER6}/64", f"{STRANGER6}/64", f"{PEER4}/24", f"{FORGED}/128", f"{POSER}/128", f"{FORGED4}/32"))
        others4 = (f"{FOREIGN4}/32", f"{PRIVATE4}/32", f"{MISPLACED4}/32")
        link("router", "inside0", "inside", (f"{INSIDE}/64", f"{INSIDE4}/26"), (f"{PORTAL}/64", f"{FOREIGN}/128", f"{PORTAL4}/26", *others4))
        link("router", "inside0.20", "servers", ("2001:db8:394a:20::1/64", "192.0.2.65/26"), (f"{SERVER}/64", f"{SERVER4}/26"))
        obey_sysctls(f"{os.path.dirname(rules)}/sysctl.conf")
        for namespace, *gateways in (("uplink", LOCAL6, LOCAL4), ("inside", INSIDE, INSIDE4), ("servers", "2001:db8:394a:20::1", "192.0.2.65")):
            for gateway in gateways:
                run("ip", "-n", namespace, "route", "add", "default", "via", gateway)
        for device, *addresses in (("inside0", FOREIGN, FOREIGN4, PRIVATE4), ("uplink0", FORGED, POSER, FORGED4)):
            for address in addresses:
                run("ip", "-n", "router", "route", "add", address, "dev", device)
        # An answer would find its way around the router: silence means nobody was asked.
        run("ip", "link", "add", "aside", "netns", "uplink", "type", "veth", "peer", "name", "aside", "netns", "inside")
        for namespace in ("uplink", "inside"):
            run("ip", "-n", namespace, "link", "set", "aside", "up")
        run("ip", "-n", "uplink", "route", "add", MISPLACED4, "dev", "aside", "src", PEER4)
        run("ip", "netns", "exec", "inside", "sysctl", "-q", "-w", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.aside.rp_filter=0")
        listen("router", 22, 179, 3784, 50052, 8080)
        listen("servers", 22, 443)
        listen("uplink", 443, 3784)

        # Without the filter all of it goes through: silence is the filter's then.
        for words, more in (
            (("uplink", PEER6, LOCAL6, 179), {}), (("inside", PORTAL, SERVER, 443), {}), (("uplink", STRANGER6, LOCAL6, 22), {}),
            (("uplink", POSER, LOCAL6, 22), {}), (("uplink", POSER, LOCAL6, 0), {"kind": "ping"}), (("uplink", FORGED4, LOCAL4, 22), {}),
            (("uplink", STRANGER6, LOCAL6, 3784), {"kind": "udp"}), (("uplink", STRANGER6, SERVER, 22), {}),
            (("uplink", FORGED, SERVER, 443), {}), (("inside", FOREIGN, PEER6, 443), {}),
            (("inside", PORTAL4, PEER4, 443), {}), (("inside", FOREIGN4, PEER4, 443), {}), (("inside", PRIVATE4, SERVER4, 22), {}),
            (("uplink", FORGED4, SERVER4, 443), {}), (("uplink", PEER4, SERVER4, 22), {}),
        ):
            checks.check(f"without the filter {words[1]} reaches {words[2]} at {words[3]}", bool(wait(lambda w=words, m=more: ask(*w, **m) == "answers")))
        run("ip", "netns", "exec", "router", "nft", "-f", rules)

        check("BGP from the peer", "uplink", "answers", PEER6, LOCAL6, 179)
        check("BGP over IPv4 from the peer", "uplink", "answers", PEER4, LOCAL4, 179)
        check("no BGP from a stranger on the same link", "uplink", "silence", STRANGER6, LOCAL6, 179)
        check("no BGP from behind", "inside", "silence", PORTAL, INSIDE, 179)
        check("no BGP from the peer to another address of ours", "uplink", "silence", PEER6, INSIDE, 179)
        check("GTSM: nothing from the peer that came a long way", "uplink", "silence", PEER6, LOCAL6, 179, hops=254)
        check("GTSM: not even in a session that is there", "uplink", "silence", PEER6, LOCAL6, 179, later=64)
        check("the peer may not log in", "uplink", "silence", PEER6, LOCAL6, 22)
        check("not from the port of BGP either", "uplink", "silence", PEER6, LOCAL6, 22, source_port=179)
        check("nobody may from there", "inside", "silence", PORTAL, INSIDE, 22, source_port=179)
        check("SSH from the networks of management", "inside", "answers", PORTAL, INSIDE, 22)
        check("nor for who comes from outside with one of their addresses", "uplink", "silence", POSER, LOCAL6, 22)
        check("whom the router does not answer a ping either", "uplink", "silence", POSER, LOCAL6, 0, kind="ping")
        check("no SSH from servers", "servers", "silence", SERVER, INSIDE, 22)
        check("no other port from anywhere", "inside", "silence", PORTAL, INSIDE, 8080)
        if host == "dual-stack":
            check("BFD from the peer", "uplink", "answers", PEER6, LOCAL6, 3784, kind="udp")
            check("BFD from nobody else", "uplink", "silence", STRANGER6, LOCAL6, 3784, kind="udp")
            check("BFD from nowhere far away", "uplink", "silence", PEER6, LOCAL6, 3784, kind="udp", hops=254)
            check("no API where there is no GoBGP", "inside", "silence", PORTAL, INSIDE, 50052)
            check("what is published is reached", "uplink", "answers", STRANGER6, SERVER, 443)
            check("what is not, is not", "uplink", "silence", STRANGER6, SERVER, 22)
            check("servers reach the world", "servers", "answers", SERVER, PEER6, 443)
            check("addresses of ours do not come from outside", "uplink", "silence", FORGED, SERVER, 443)
            check("addresses of others do not leave", "inside", "silence", FOREIGN, PEER6, 443)
            check("over IPv4 servers reach the world", "servers", "answers", SERVER4, PEER4, 443)
            check("and so does the network beside them", "inside", "answers", PORTAL4, PEER4, 443)
            check("which reaches them as well", "inside", "answers", PORTAL4, SERVER4, 22)
            check("over IPv4 what is published is reached", "uplink", "answers", PEER4, SERVER4, 443)
            check("and nothing else", "uplink", "silence", PEER4, SERVER4, 22)
            check("IPv4 addresses of ours do not come from outside", "uplink", "silence", FORGED4, SERVER4, 443)
            check("nor from a network that does not have them", "inside", "silence", MISPLACED4, PEER4, 3784, kind="udp")
            check("IPv4 addresses of others do not leave", "inside", "silence", FOREIGN4, PEER4, 443)
            check("nor private ones", "inside", "silence", PRIVATE4, PEER4, 443)
            check("which do not come to a network of ours either", "inside", "silence", PRIVATE4, SERVER4, 22)
        else:
            check("the API for the portal", "inside", "answers", PORTAL, INSIDE, 50052)
            check("and for nobody else", "servers", "silence", SERVER, INSIDE, 50052)
            check("nor from outside", "uplink", "silence", PEER6, LOCAL6, 50052)
        check("the router answers a ping", "uplink", "answers", STRANGER6, LOCAL6, 0, kind="ping")
        # A link that is numbered out of a prefix of ours, whose neighbor is not known yet.
        run("ip", "netns", "exec", "router", "nft", "add", "element", "inet", "router", "own_ipv6", f"{{ {PEER6}, {STRANGER6} }}")
        for namespace in ("router", "uplink"):
            run("ip", "-n", namespace, "neigh", "flush", "all")
        check("a peer with an address of ours is still one", "uplink", "answers", PEER6, LOCAL6, 179)
        check("and pings", "uplink", "answers", PEER6, LOCAL6, 0, kind="ping")
        check("but no stranger with one", "uplink", "silence", STRANGER6, LOCAL6, 0, kind="ping")
    finally:
        for child in children:
            child.kill()
    return checks.failed


if __name__ == "__main__":
    command, *words = sys.argv[1:]
    if command == "probe":
        options = dict(word.split("=", 1) for word in words[3:])
        print(probe(*words[:3], **options))
    elif command == "serve":
        serve(*words)
    elif os.environ.get("PACKETS_INSIDE"):
        # Names of namespaces are files, here nobody else's.
        os.makedirs("/run/netns", exist_ok=True)
        run("mount", "-t", "tmpfs", "t", "/run/netns")
        sys.exit(1 if story(command, *words) else 0)
    else:
        os.environ["PACKETS_INSIDE"] = "1"
        os.execvp("unshare", ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", sys.executable, *sys.argv))
