"""The few calls of GoBGP's API that `gobgp-guards` and `gobgp-judge` make, on its unix socket.

gRPC over HTTP/2 with what Python brings along, so that the router needs neither
packages nor GoBGP's own client. Headers of answers are not looked at: a call that
failed brings no message, and one that went well brings at least one. Of lists
that may be empty, what was listed says it.
"""

import hashlib
import socket
import struct
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RESET, SETTINGS, PING, GOAWAY, WINDOW = 0, 1, 3, 4, 6, 7, 8
END_STREAM, ACK, END_HEADERS, PADDED = 1, 1, 4, 8
LONGEST_FRAME = 16384
# One neighbor, or every path of one prefix, is much less.
MOST = 4 * 1024 * 1024
# Both generations number the fields alike; what they count begins at 1 or 0.
SERVICES = {"api.GoBgpService": 1, "apipb.GobgpApi": 0}
NOBODY = (b"", b"<nil>", b"invalid IP")


class Gobgp:
    """One connection. Whatever goes wrong is an OSError."""

    def __init__(self, path, seconds=10):
        self.until = time.monotonic() + seconds
        self.stream = -1
        self.received = 0
        self.socket = socket.socket(socket.AF_UNIX)
        try:
            self.socket.settimeout(seconds)
            self.socket.connect(path)
            self.socket.sendall(PREFACE + frame(SETTINGS, 0, 0, b""))
            # Both generations have it, and its answer is never empty.
            self.service = next((name for name in SERVICES if self.call("GetBgp", b"", name)), None)
            if self.service is None:
                raise OSError("that is no GoBGP")
            self.first = SERVICES[self.service]
        except BaseException:
            self.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def admin_state(self, address):
        """`up`, `down` or `limit` of a neighbor; None where there is none."""
        for answer in self.call("ListPeer", field(1, named(address))):
            peer = dict(fields(dict(fields(answer)).get(1, b"")))
            conf, state = dict(fields(peer.get(2, b""))), dict(fields(peer.get(5, b"")))
            if address.encode() in (conf.get(4), state.get(5)):
                states = dict(enumerate(("up", "down", "limit"), self.first))
                return states.get(state.get(15, 0))
        return None

    def added_path(self, family, prefix, nlri):
        """The attributes of what the API announces of a prefix, as they are on the wire; None where nothing is."""
        lookup = field(1, prefix.encode("ascii")) + field(2, self.first)
        # Nothing but the bytes that are on the wire.
        query = field(1, self.first) + field(3, family) + field(4, lookup) + field(7, 1) + field(8, 1) + field(9, 1)
        for answer in self.call("ListPath", query):
            for path in every(dict(fields(answer)).get(1, b""), 2):
                one = dict(fields(path))
                # Neither learned nor the kernel's or another daemon's.
                if one.get(20) == nlri and one.get(15, b"") in NOBODY and not one.get(14) and not one.get(18):
                    return every(path, 21)
        return None

    def add_path(self, family, nlri, attributes):
        self.act("AddPath", field(1, self.first) + field(3, path_of(family, nlri, attributes)))

    def delete_path(self, family, nlri, attributes):
        # Without a path GoBGP would take back everything of its own.
        self.act("DeletePath", field(1, self.first) + field(3, family) + field(4, path_of(family, nlri, attributes)))

    def switch(self, address, verb, reason):
        if verb == "enable":
            self.act("EnablePeer", field(1, named(address)))
        else:
            self.act("DisablePeer", field(1, named(address)) + field(2, reason.encode()))

    def process(self):
        """Of the daemon at the other end of the socket."""
        return struct.unpack("3i", self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))[0]

    def caches(self):
        """
        RPKI caches by their address: whether all of their ROAs are there, since when
        they are in reach, the serial number, and how many ROAs of IPv4 and IPv6.
        """
        found = {}
        for answer in self.call("ListRpki", b""):
            server = dict(fields(dict(fields(answer)).get(1, b"")))
            conf, state = dict(fields(server.get(1, b""))), dict(fields(server.get(2, b"")))
            name = f"{conf.get(1, b'').decode('ascii', 'replace')} port {conf.get(2, 0)}"
            # What arrives counts from the end of data on.
            found[name] = {
                "whole": bool(state.get(3, 0) and state.get(14, 0)),
                "since": dict(fields(state.get(1, b""))).get(1, 0),
                "serial": state.get(8, 0),
                "records": [state.get(4, 0), state.get(5, 0)],
            }
        return found

    def judge_again(self):
        """All that neighbors told passes the import policy once more, without asking them."""
        self.act("ResetPeer", field(1, b"all") + field(3, 1) + field(4, self.first))

    def act(self, method, message):
        if not self.call(method, message):
            raise OSError(f"GoBGP did not take {method}")

    def call(self, method, message, service=None):
        """The messages of the answer; none where it failed."""
        self.stream += 2
        path = f"/{service or self.service}/{method}"
        head = b"".join(
            literal(name, value)
            for name, value in [
                (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
                ("content-type", "application/grpc"), ("te", "trailers"),
            ])
        body = b"\0" + struct.pack(">I", len(message)) + message
        self.socket.sendall(frame(HEADERS, END_HEADERS, self.stream, head) + frame(DATA, END_STREAM, self.stream, body))
        answer = b""
        while True:
            kind, flags, stream, payload = self.read()
            if kind == SETTINGS and not flags & ACK:
                self.socket.sendall(frame(SETTINGS, ACK, 0, b""))
            elif kind == PING and not flags & ACK:
                self.socket.sendall(frame(PING, ACK, 0, payload))
            elif kind == GOAWAY or (kind == RESET and stream == self.stream):
                raise OSError("GoBGP ended the call")
            elif kind == DATA and stream == self.stream:
                self.received += len(payload)
                if self.received > MOST:
                    raise OSError("GoBGP says more than anybody asked")
                if payload:
                    room = struct.pack(">I", len(payload))
                    self.socket.sendall(frame(WINDOW, 0, 0, room) + frame(WINDOW, 0, stream, room))
                if flags & PADDED:
                    payload = payload[1:len(payload) - sum(payload[:1])]
                answer += payload
            if stream == self.stream and kind in (DATA, HEADERS) and flags & END_STREAM:
                return messages(answer)

    def read(self):
        head = self.exactly(9)
        length, kind, flags, stream = int.from_bytes(head[:3], "big"), head[3], head[4], int.from_bytes(head[5:], "big")
        if length > LONGEST_FRAME:
            raise OSError("that is no GoBGP")
        return kind, flags, stream & 0x7FFFFFFF, self.exactly(length)

    def exactly(self, length):
        data = b""
        while len(data) < length:
            left = self.until - time.monotonic()
            if left <= 0:
                raise TimeoutError("GoBGP does not answer")
            self.socket.settimeout(left)
            more = self.socket.recv(length - len(data))
            if not more:
                raise ConnectionError("GoBGP closed the connection")
            data += more
        return data


def named(address):
    """To GoBGP no address means every neighbor: it is never sent."""
    if not address:
        raise ValueError("no neighbor")
    return address.encode("ascii")


def digest_of(attributes):
    """What says whether a path is the one that was meant: GoBGP gives back the bytes it was given."""
    return hashlib.sha256(b"".join(sorted(attributes))).hexdigest()


def path_of(family, nlri, attributes):
    if not nlri or not nlri[0]:
        raise ValueError("no prefix")
    return field(9, family) + field(20, nlri) + b"".join(field(21, one) for one in attributes)


def frame(kind, flags, stream, payload):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def literal(name, value):
    """A header that neither side has to remember (RFC 7541 §6.2.2)."""
    return b"\0" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()


def messages(answer):
    found = []
    while answer:
        length = int.from_bytes(answer[1:5], "big")
        if len(answer) < 5 + length or answer[0]:
            raise OSError("GoBGP said half a message")
        found.append(answer[5:5 + length])
        answer = answer[5 + length:]
    return found


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def field(number, value):
    """A field of a message: bytes, or a number."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def every(message, number):
    """The values of a repeated field."""
    return [value for one, value in fields(message) if one == number]


def fields(message):
    """Number and value of each field; of nested messages the bytes."""
    at = 0
    if isinstance(message, int):
        raise OSError("GoBGP said a number where a message is")

    def read_varint():
        nonlocal at
        number = shift = 0
        while True:
            if at >= len(message) or shift > 63:
                raise OSError("GoBGP said half a message")
            byte = message[at]
            at += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    while at < len(message):
        key = read_varint()
        kind = key & 7
        if kind == 0:
            yield key >> 3, read_varint()
            continue
        length = {1: 8, 5: 4}.get(kind)
        if kind == 2:
            length = read_varint()
        if length is None or at + length > len(message):
            raise OSError("GoBGP said half a message")
        at += length
        yield key >> 3, message[at - length:at]
