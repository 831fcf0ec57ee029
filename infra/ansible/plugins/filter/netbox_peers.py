"""Sessions as NetBox's plugin netbox-bgp records them, as entries of router_peers."""

from ansible.errors import AnsibleFilterError

# What a record's field `orion_peering` may say: the name, and what its value is.
OPTIONS = {
    "speaker": str,
    "families": list,
    "role": str,
    "gtsm": bool,
    "multihop": int,
    "passive": bool,
    "bfd": bool,
    "authentication": str,
    "local_port": int,
    "neighbor_port": int,
}
FAMILY = {"family": str, "import": str, "export": str, "next_hop": str, "default_route": bool, "limit": dict}
WORDS = {
    "speaker": {"bird", "gobgp"},
    "authentication": {"none", "md5", "ao"},
    "role": {"customer", "peer", "provider", "rs_client"},
    "family": {"ipv4", "ipv6"},
    "import": {"transit", "none"},
    "export": {"own", "none"},
    "action": {"restart", "disable", "warn", "block"},
}


def netbox_machine(machines, devices, name, number=0):
    """Which machine of NetBox the router is, as {"kind": "virtualmachine", "id": 7}.

    Names are unique within a cluster or a site only. Where several have this one,
    `number` has to say which.
    """
    found = [
        {"kind": kind, "id": one["id"]}
        for kind, known in (("virtualmachine", machines), ("device", devices))
        for one in known
        if one.get("name") == name and number in (0, one["id"])
    ]
    if len(found) == 1:
        return found[0]
    which = f"{name} of id {number}" if number else name
    if not found:
        raise AnsibleFilterError(f"NetBox has no virtual machine or device {which}: is it router_netbox_name?")
    named = ", ".join(f"{one['kind']} {one['id']}" for one in found)
    raise AnsibleFilterError(f"NetBox has several machines {which} ({named}): say which by router_netbox_id")


def netbox_peers(sessions, machine, asn, pending=(), leaving=(), defaults=None):
    """Entries of router_peers for the sessions of one router that say how to speak.

    sessions: results of /api/plugins/bgp/session/. machine: the router's virtual
    machine or device, as netbox_machine has it. A session that is only planned is left out unless
    its id is in `pending`: it belongs to a change that nobody has approved yet.
    Those in `leaving` are left out too. `defaults` are options of a session that
    does not say otherwise. Sessions without `orion_peering` are
    records of what the inventory configures.
    """
    chosen = [
        one
        for one in sessions
        if (one.get(machine["kind"]) or {}).get("id") == machine["id"]
        and (one.get("custom_fields") or {}).get("orion_peering") is not None
        and one["id"] not in leaving
        and (one["status"]["value"] != "planned" or one["id"] in pending)
    ]
    return [_peer(one, asn, defaults or {}) for one in sorted(chosen, key=lambda one: one["id"])]


def _peer(session, asn, defaults):
    name = str(session.get("name") or "")
    where = f"NetBox's session {session['id']} ({name}): "
    options = session["custom_fields"]["orion_peering"]
    if session["local_as"]["asn"] != asn:
        raise AnsibleFilterError(f"{where}its local AS is {session['local_as']['asn']}, and the router's is {asn}")
    for end in ("local_address", "remote_address"):
        if not (session.get(end) or {}).get("address"):
            raise AnsibleFilterError(f"{where}it has no {end}")
    _check(options, OPTIONS, where + "orion_peering.")
    families = options.get("families") or []
    for family in families:
        _check(family, FAMILY, where + "orion_peering.families.")
        for name_of in ("family", "import", "export", "limit"):
            if name_of not in family:
                raise AnsibleFilterError(f"{where}a family without {name_of}")
        _check(family["limit"], {"routes": int, "action": str}, where + "orion_peering.families.limit.")
        if set(family["limit"]) != {"routes", "action"}:
            raise AnsibleFilterError(f"{where}a limit wants routes and action")
        if family["limit"]["routes"] < 1 or family["limit"]["action"] == "warn":
            raise AnsibleFilterError(f"{where}a limit lets some routes in and stops the others")
    return {
        "speaker": "bird",
        **defaults,
        **options,
        "name": name,
        "description": _plain(str(session.get("description") or name)[:120]),
        "asn": session["remote_as"]["asn"],
        "local": session["local_address"]["address"].split("/")[0],
        "neighbor": session["remote_address"]["address"].split("/")[0],
        "enabled": session["status"]["value"] != "offline",
    }


def _plain(text):
    """Without what would end a quoted text of BIRD or TOML, or a line of either; what the test `plain_text` takes."""
    return "".join(one if one.isprintable() else " " for one in text if one not in '"\\')


def _check(given, known, where):
    if not isinstance(given, dict):
        raise AnsibleFilterError(f"{where.rstrip('.')} is no object")
    for key, value in given.items():
        kind = known.get(key)
        if kind is None:
            raise AnsibleFilterError(f"{where}{key} is unknown")
        # A bool is an int to Python.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise AnsibleFilterError(f"{where}{key} is no {kind.__name__}")
        if key in WORDS and value not in WORDS[key]:
            raise AnsibleFilterError(f"{where}{key} is none of {', '.join(sorted(WORDS[key]))}")


class FilterModule:
    def filters(self):
        return {"netbox_machine": netbox_machine, "netbox_peers": netbox_peers}
