"""Turns a folder of <host>.json, as render.yml leaves it, into <host>/<file>."""

import json
import sys
from pathlib import Path

for bundle in Path(sys.argv[1]).glob("*.json"):
    folder = Path(sys.argv[2]) / bundle.stem
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in json.loads(bundle.read_text()).items():
        (folder / name).write_text(text)
