"""Calls GoBGP's API through the proxy, as HTTP/1.1: nginx speaks gRPC behind it."""

import http.client
import ssl
import struct
import subprocess


class Pki:
    """One CA, and certificates as a router and its clients have them."""

    def __init__(self, folder):
        self.folder = folder
        self._openssl("req", "-x509", *self._key("clients-ca"), "-days", "1", "-subj", "/CN=lab-ca", "-out", f"{folder}/clients-ca.pem")
        self.issue("server", "/CN=gw1")

    def issue(self, name, subject, ca="clients-ca"):
        folder = self.folder
        self._openssl("req", *self._key(name), "-subj", subject, "-out", f"{folder}/{name}.csr")
        self._openssl("x509", "-req", "-in", f"{folder}/{name}.csr", "-CA", f"{folder}/{ca}.pem", "-CAkey", f"{folder}/{ca}.key", "-CAcreateserial", "-days", "1", "-out", f"{folder}/{name}.pem")
        return name

    def stranger(self):
        """The right name, from a CA nobody here knows."""
        self._openssl("req", "-x509", *self._key("other-ca"), "-days", "1", "-subj", "/CN=lab-ca", "-out", f"{self.folder}/other-ca.pem")
        return self.issue("stranger", "/CN=orion-bgp-action", ca="other-ca")

    def _key(self, name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{self.folder}/{name}.key")

    @staticmethod
    def _openssl(*args):
        subprocess.run(["openssl", *args], check=True, capture_output=True)


def call(folder, port, path, client=None, message=b""):
    """HTTP status and body; None where TLS already refuses."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(f"{folder}/clients-ca.pem")
    if client:
        context.load_cert_chain(f"{folder}/{client}.pem", f"{folder}/{client}.key")
    connection = http.client.HTTPSConnection("127.0.0.1", int(port), context=context, timeout=5)
    body = b"\0" + struct.pack(">I", len(message)) + message
    try:
        connection.request("POST", path, body, {"content-type": "application/grpc", "te": "trailers"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (ssl.SSLError, ConnectionError):
        return None, b""
    finally:
        connection.close()
