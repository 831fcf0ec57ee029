"""NetBox as the role asks it: prefixes with a tag. Prints its port; `/empty` knows none."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer

PREFIXES = ["2001:db8:3949::/48", "2001:db8:394b::/48"]


class Netbox(BaseHTTPRequestHandler):
    def do_GET(self):
        known = [] if self.path.startswith("/empty/") else PREFIXES
        allowed = self.headers["Authorization"] == "Token lab-only"
        wanted = "/api/ipam/prefixes/?tag=announced&status=active" in self.path
        body = {"count": len(known), "next": None, "results": [{"prefix": prefix} for prefix in known]}
        self.send_response(200 if allowed and wanted else 403)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Netbox)
print(server.server_port, flush=True)
server.serve_forever()
