"""The plugins, against Python's own arithmetic."""

import importlib.util
import re
import unittest
from pathlib import Path


def load(path):
    file = Path(__file__).parent.parent / "plugins" / path
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


network = load("test/network.py")
range_regex = load("filter/number_range.py").range_regex


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

    def test_as_numbers(self):
        for number in (1, 6939, 394955, 4294967294):
            self.assertTrue(network.is_asn(number), number)
        for number in (0, 23456, 65535, 4294967295, -1, True, "6939", 1.5):
            self.assertFalse(network.is_asn(number), number)

    def test_within(self):
        self.assertTrue(network.is_prefix_within("2001:db8:1::/64", ["192.0.2.0/24", "2001:db8::/32"]))
        self.assertFalse(network.is_prefix_within("2001:db9::/64", ["192.0.2.0/24", "2001:db8::/32"]))


if __name__ == "__main__":
    unittest.main()
