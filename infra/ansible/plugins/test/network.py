"""Tests of addresses, AS numbers and words for daemons, which ansible-core has none of."""

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


def is_plain_text(value):
    """One line that BIRD, GoBGP and nft read as it stands: no quote, no escape, no control character."""
    text = str(value)
    return text.isprintable() and '"' not in text and "\\" not in text


def is_tcp_password(value):
    """The same bytes to every daemon, and not more than TCP takes (RFC 2385, 80 bytes in Linux)."""
    text = str(value)
    return is_plain_text(text) and text.isascii() and 0 < len(text) <= 80


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
            "plain_text": is_plain_text,
            "tcp_password": is_tcp_password,
        }
