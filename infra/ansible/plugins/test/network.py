"""Tests of addresses and AS numbers, which ansible-core has none of."""

import re
from ipaddress import ip_address, ip_network

# Without zones and without netmasks, which Python takes too.
CIDR = re.compile(r"[0-9A-Fa-f:.]+/[0-9]{1,3}")


def _parses(parse, value):
    try:
        parse(value)
    except ValueError:
        return False
    return True


def is_address(value):
    """One address, without a length and without a zone."""
    return isinstance(value, str) and "%" not in value and _parses(ip_address, value)


def is_prefix(value):
    """A network in CIDR form whose host bits are zero."""
    return isinstance(value, str) and bool(CIDR.fullmatch(value)) and _parses(ip_network, value)


def is_prefix_family(value, family):
    """True for prefixes of one family, `ipv4` or `ipv6`."""
    return is_prefix(value) and ip_network(value).version == int(family[-1])


def is_address_family(value, family):
    """True for addresses of one family, `ipv4` or `ipv6`."""
    return is_address(value) and ip_address(value).version == int(family[-1])


def is_written_address(value):
    """An address as every daemon writes it (RFC 5952): only so are two of one address one text."""
    return is_address(value) and str(ip_address(value)) == value


def is_global_address(value):
    """True for an address of the public internet, so for none that is private or for documentation."""
    return is_address(value) and ip_address(value).is_global


def is_asn(value):
    """A number that a neighbor can have: neither 0, 23456 nor the last ones (RFC 7607, 6793, 7300)."""
    return (
        isinstance(value, int)
        and not isinstance(value, bool)
        and 0 < value < 4294967295
        and value not in (23456, 65535)
    )


def is_prefix_within(value, parents):
    """True when one of the parents covers the prefix."""
    net = ip_network(value)
    nets = [ip_network(parent) for parent in parents]
    return any(net.version == p.version and net.subnet_of(p) for p in nets)


class TestModule:
    def tests(self):
        return {
            "address": is_address,
            "prefix": is_prefix,
            "prefix_family": is_prefix_family,
            "address_family": is_address_family,
            "global_address": is_global_address,
            "written_address": is_written_address,
            "asn": is_asn,
            "prefix_within": is_prefix_within,
        }
