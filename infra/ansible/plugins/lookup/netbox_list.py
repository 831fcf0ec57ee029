"""One list of NetBox, asked for by the machine Ansible runs on.

A lookup, because a module is packed, started and unpacked for each question: a
third of a second of every run for what takes some ten milliseconds.
"""

import json
from http.client import HTTPException
from urllib.error import HTTPError

from ansible.module_utils.urls import ConnectionError as UrlProblem
from ansible.module_utils.urls import open_url
from ansible.plugins.lookup import LookupBase

SECONDS = 30
# A thousand sessions with all their fields are some three megabytes.
MOST_BYTES = 32 * 1024 * 1024


def ask(url, token):
    """`status` of HTTP, -1 where nobody answered; `json` of an answer that is some.
    Errors are a number: their text would hold the address, and with it who knows what.
    """
    # Tokens of the second generation begin so.
    kind = "Bearer" if token.startswith("nbt_") else "Token"
    headers = {"Authorization": f"{kind} {token}", "Accept": "application/json"}
    try:
        with open_url(url, headers=headers, timeout=SECONDS, follow_redirects="none") as answer:
            status, body = answer.status, answer.read(MOST_BYTES + 1)
    except HTTPError as error:
        return {"status": error.code}
    except (OSError, ValueError, HTTPException, UrlProblem):
        return {"status": -1}
    try:
        return {"status": status, "json": json.loads(body)} if len(body) <= MOST_BYTES else {"status": status}
    except ValueError:
        return {"status": status}


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **options):
        return [ask(str(terms[0]), str(terms[1]))]
