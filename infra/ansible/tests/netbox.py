"""NetBox as the role asks it: prefixes with a tag, and sessions. Prints its port; `/empty` knows none."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer

PREFIXES = ["2001:db8:3949::/48", "2001:db8:394b::/48"]

FAMILIES = [{"family": "ipv6", "import": "transit", "export": "own", "limit": {"routes": 1000, "action": "restart"}}]


def session(number, name, status):
    return {
        "id": number,
        "name": name,
        # A name somebody typed, not a template and no end of a text.
        "description": 'The {{ 6 * 7 }} "exchange"; }',
        "status": {"value": status},
        "virtualmachine": {"id": 7, "name": "netbox"},
        "device": None,
        "local_as": {"asn": 394955},
        "remote_as": {"asn": 64500},
        "local_address": {"address": "2001:db8:200::4955/64"},
        "remote_address": {"address": f"2001:db8:200::{number}/64"},
        "custom_fields": {"orion_peering": {"role": "peer", "families": FAMILIES}},
    }


SESSIONS = [session(1, "ix_v6", "active"), session(2, "later_v6", "planned"), session(3, "off_v6", "offline")]


class Netbox(BaseHTTPRequestHandler):
    def do_GET(self):
        empty = self.path.startswith("/empty/")
        sessions = "/api/plugins/bgp/session/" in self.path
        machines = "/api/virtualization/virtual-machines/?name=netbox&" in self.path
        devices = "/api/dcim/devices/?name=netbox&" in self.path
        lists = [(sessions, SESSIONS), (machines, [{"id": 7, "name": "netbox"}]), (devices, [])]
        known = next((known for asked, known in lists if asked), [{"prefix": prefix} for prefix in PREFIXES])
        known = [] if empty else known
        allowed = self.headers["Authorization"] == "Token lab-only"
        wanted = sessions or machines or devices or "/api/ipam/prefixes/?tag=announced&status=active" in self.path
        body = {"count": len(known), "next": None, "results": known}
        self.send_response(200 if allowed and wanted else 403)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Netbox)
print(server.server_port, flush=True)
server.serve_forever()
