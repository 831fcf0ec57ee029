"""The plugins, against Python's own arithmetic."""

import importlib.util
import re
import threading
import unittest
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from unittest import mock


def load(path):
    file = Path(__file__).parent.parent / "plugins" / path
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


network = load("test/network.py")
range_regex = load("filter/number_range.py").range_regex
peers = load("filter/netbox_peers.py")
view = load("filter/speaker_view.py").speaker_view
netbox = load("lookup/netbox_list.py")


class RangeRegex(unittest.TestCase):
    def test_small_ranges_whole(self):
        for first in range(0, 130):
            for last in range(first, 130, 7):
                pattern = re.compile(range_regex(first, last))
                found = {n for n in range(0, 1500) if pattern.fullmatch(str(n))}
                self.assertEqual(found, set(range(first, last + 1)), (first, last))

    def test_as_numbers_at_the_edges(self):
        for first, last in [(64496, 131071), (4200000000, 4294967295), (0, 0), (1, 4294967295)]:
            pattern = re.compile(range_regex(first, last))
            for n in {first, first + 1, last - 1, last, (first + last) // 2, 65535, 65536, 99999, 100000} | {10**k for k in range(10)}:
                self.assertEqual(bool(pattern.fullmatch(str(n))), first <= n <= last, (first, last, n))
            for n in (first - 1, last + 1):
                self.assertFalse(pattern.fullmatch(str(n)), n)


class Network(unittest.TestCase):
    def test_prefixes(self):
        for text in ("2001:db8::/32", "::/0", "192.0.2.1/32"):
            self.assertTrue(network.is_prefix(text), text)
        for text in ("2001:db8::1/32", "192.0.2.1/24", "2001:db8::", "10.0.0.0/33", "", None, 10, "fe80::%eth0/64", "10.0.0.0/255.0.0.0", "010.0.0.0/8"):
            self.assertFalse(network.is_prefix(text), text)

    def test_addresses(self):
        self.assertTrue(network.is_address_family("fe80::1", "ipv6"))
        for text in ("fe80::1%eth0", "192.0.2.1/32", "256.0.0.1", "", None):
            self.assertFalse(network.is_address(text), text)

    def test_spellings(self):
        for text in ("fe80::1", "2001:db8:0:1::1", "192.0.2.1"):
            self.assertTrue(network.is_written_address(text), text)
        for text in ("FE80::1", "2001:db8:0:1:0:0:0:1", "2001:0db8::1", "2001:db8::0", "", None):
            self.assertFalse(network.is_written_address(text), text)

    def test_words_for_daemons(self):
        for text in ("Hurricane Electric, IPv6", "Telefónica {{ 6 * 7 }}; }", ""):
            self.assertTrue(network.is_plain_text(text), text)
        for text in ('a "b"', "a\\tb", "a\nb", "a\x7fb", "a\u2028b"):
            self.assertFalse(network.is_plain_text(text), repr(text))
        for text in ("s3cret phrase!", "x" * 80):
            self.assertTrue(network.is_tcp_password(text), text)
        for text in ("", "x" * 81, "schlüssel", 'a"b', "a\\b", "a\n"):
            self.assertFalse(network.is_tcp_password(text), repr(text))

    def test_as_numbers(self):
        for number in (1, 6939, 394955, 4294967294):
            self.assertTrue(network.is_asn(number), number)
        for number in (0, 23456, 65535, 4294967295, -1, True, "6939", 1.5):
            self.assertFalse(network.is_asn(number), number)

    def test_public_addresses(self):
        for address in ("2a00:394a::1", "198.51.99.1", "8.8.8.8"):
            self.assertTrue(network.is_global_address(address), address)
        for address in ("fd00::1", "2001:db8::1", "10.0.0.1", "192.0.2.1", "127.0.0.1", "2a00:394a::/48", "fe80::1%near0", "", None):
            self.assertFalse(network.is_global_address(address), address)

    def test_within(self):
        self.assertTrue(network.is_prefix_within("2001:db8:1::/64", ["192.0.2.0/24", "2001:db8::/32"]))
        self.assertFalse(network.is_prefix_within("2001:db9::/64", ["192.0.2.0/24", "2001:db8::/32"]))


GW1 = {"kind": "virtualmachine", "id": 7}


def record(number, **more):
    session = {
        "id": number,
        "name": f"peer_{number}",
        "description": "",
        "status": {"value": "active"},
        "virtualmachine": {"id": 7, "name": "gw1"},
        "device": None,
        "local_as": {"asn": 394955},
        "remote_as": {"asn": 64500},
        "local_address": {"address": "2001:db8::2/64"},
        "remote_address": {"address": "2001:db8::1/64"},
        "custom_fields": {"orion_peering": {"families": [{"family": "ipv6", "import": "transit", "export": "own", "limit": {"routes": 10, "action": "disable"}}]}},
    }
    return {**session, **more}


class SpeakerView(unittest.TestCase):
    def test_secrets_are_numbers_the_same_for_the_same(self):
        before = 'a { password "x"; }\nb { secret "y"; }\nauth-password = "x"\ndescription "x"'
        after = 'a { password "z"; }\nb { secret "y"; }'
        seen = view(before, after)
        self.assertEqual(seen["before"], 'a { password "secret 1"; }\nb { secret "secret 2"; }\nauth-password = "secret 1"\ndescription "x"')
        self.assertEqual(seen["after"], 'a { password "secret 3"; }\nb { secret "secret 2"; }')
        self.assertNotEqual(seen["runs"], seen["shall"])
        # The digest is that of the text with its secrets.
        self.assertNotEqual(view("", 'password "x"')["shall"], view("", 'password "y"')["shall"])

    def test_no_file_is_no_text(self):
        seen = view("", "a\n")
        self.assertEqual((seen["before"], seen["runs"]), (None, None))
        self.assertEqual(view("a\n", "a")["runs"], seen["shall"])


class NetboxPeers(unittest.TestCase):
    def take(self, *sessions, **more):
        return [one["name"] for one in peers.netbox_peers(sessions, GW1, 394955, **more)]

    def test_a_record_becomes_a_peer(self):
        (peer,) = peers.netbox_peers([record(1, description='An "exchange"\n}')], GW1, 394955)
        self.assertEqual((peer["name"], peer["asn"], peer["local"], peer["neighbor"]), ("peer_1", 64500, "2001:db8::2", "2001:db8::1"))
        self.assertEqual(peer["description"], "An exchange }")
        (peer,) = peers.netbox_peers([record(1, description="A\u00a0b\u2028c\\\x7f")], GW1, 394955)
        self.assertEqual(peer["description"], "A b c ")
        self.assertTrue(network.is_plain_text(peer["description"]))
        (peer,) = peers.netbox_peers([record(1)], GW1, 394955, defaults={"gtsm": True, "speaker": "bird"})
        self.assertTrue(peer["gtsm"])
        self.assertEqual((peer["speaker"], peer["enabled"], peer["families"][0]["limit"]["routes"]), ("bird", True, 10))

    def test_only_those_of_the_router_that_say_how_to_speak(self):
        # Of the same name in another cluster.
        other = record(2, virtualmachine={"id": 8, "name": "gw1"})
        device = record(9, virtualmachine=None, device={"id": 7, "name": "gw1"})
        silent = record(3, custom_fields={"orion_peering": None})
        self.assertEqual(self.take(other, device, silent, record(5), record(4)), ["peer_4", "peer_5"])

    def test_a_name_is_one_machine(self):
        def machine(machines, devices=(), **more):
            named = [[{"id": number, "name": name} for number, name in known] for known in (machines, devices)]
            return peers.netbox_machine(*named, "gw1", **more)

        self.assertEqual(machine([(7, "gw1"), (8, "gw1-old")]), GW1)
        self.assertEqual(machine([], [(3, "gw1")]), {"kind": "device", "id": 3})
        self.assertEqual(machine([(7, "gw1"), (8, "gw1")], number=7), GW1)
        for machines, devices, more, reason in [
            ([(7, "gw2")], [], {}, "no virtual machine or device gw1: is it router_netbox_name"),
            ([(7, "gw1"), (8, "gw1")], [], {}, r"several machines gw1 \(virtualmachine 7, virtualmachine 8\)"),
            ([(7, "gw1")], [(7, "gw1")], {"number": 7}, "several machines gw1 of id 7"),
            ([(7, "gw1")], [], {"number": 8}, "gw1 of id 8"),
        ]:
            with self.assertRaisesRegex(peers.AnsibleFilterError, reason):
                machine(machines, devices, **more)

    def test_what_is_planned_waits_for_its_change(self):
        planned = record(6, status={"value": "planned"})
        self.assertEqual(self.take(planned), [])
        self.assertEqual(self.take(planned, pending=[6]), ["peer_6"])
        self.assertEqual(self.take(record(7), leaving=[7]), [])

    def test_offline_is_switched_off(self):
        (peer,) = peers.netbox_peers([record(8, status={"value": "offline"})], GW1, 394955)
        self.assertFalse(peer["enabled"])

    def test_what_is_wrong_is_refused_by_name(self):
        def wrong(field):
            return record(9, custom_fields={"orion_peering": field})

        family = {"family": "ipv6", "import": "transit", "export": "own", "limit": {"routes": 1, "action": "warn"}}
        for session, reason in [
            (record(9, local_as={"asn": 1}), "its local AS is 1"),
            (record(9, remote_address=None), "it has no remote_address"),
            (wrong({"families": [{**family, "limit": {"routes": 0, "action": "block"}}]}), "lets some routes in"),
            (wrong({"families": [family]}), "stops the others"),
            (wrong("text"), "is no object"),
            (wrong({"password": "x"}), "password is unknown"),
            (wrong({"gtsm": 1}), "gtsm is no bool"),
            (wrong({"multihop": True}), "multihop is no int"),
            (wrong({"speaker": "frr"}), "speaker is none of"),
            (wrong({"families": [{**family, "import": "all"}]}), "import is none of"),
            (wrong({"families": [{**family, "limit": {"routes": 1}}]}), "wants routes and action"),
            (wrong({"families": ["ipv6"]}), "is no object"),
        ]:
            with self.assertRaisesRegex(peers.AnsibleFilterError, reason):
                self.take(session)


class NetboxList(unittest.TestCase):
    def setUp(self):
        self.asked = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(answer):  # noqa: N805
                self.asked.append((answer.path, answer.headers["Authorization"]))
                status, body = {
                    "/list": (200, b'{"next": null, "results": [1]}'),
                    "/login": (200, b"<html>"),
                    "/long": (200, b"[" + b"1," * 100 + b"1]"),
                    "/moved": (302, b""),
                }.get(answer.path, (403, b'{"detail": "no"}'))
                answer.send_response(status)
                answer.send_header("Location", "/list")
                answer.end_headers()
                answer.wfile.write(body)

            def log_message(answer, *_):  # noqa: N805
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def test_takes_a_list_and_says_who_it_is(self):
        self.assertEqual(netbox.ask(f"{self.url}/list", "t0"), {"status": 200, "json": {"next": None, "results": [1]}})
        netbox.ask(f"{self.url}/list", "nbt_t1")
        self.assertEqual(self.asked, [("/list", "Token t0"), ("/list", "Bearer nbt_t1")])

    def test_says_how_it_was_refused(self):
        self.assertEqual(netbox.ask(f"{self.url}/no", "t0"), {"status": 403})
        # A token is for the machine it was given for.
        self.assertEqual(netbox.ask(f"{self.url}/moved", "t0"), {"status": 302})

    def test_has_nothing_of_what_is_no_list_or_too_long(self):
        self.assertEqual(netbox.ask(f"{self.url}/login", "t0"), {"status": 200})
        with mock.patch.object(netbox, "MOST_BYTES", 100):
            self.assertEqual(netbox.ask(f"{self.url}/long", "t0"), {"status": 200})

    def test_says_that_nobody_answers(self):
        self.assertEqual(netbox.ask("http://127.0.0.1:1/list", "t0"), {"status": -1})
        self.assertEqual(netbox.ask("no address", "t0"), {"status": -1})


if __name__ == "__main__":
    unittest.main()
