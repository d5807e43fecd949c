"""The invented earlier wave of the demonstration: a protocol, a codebook, and figures of a release that never was."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from typing import Any

FOLDER = "waves/2010-2014"
_MARK = "FICTIEF / FICTIONAL"
_QUESTION = "label: {nl: Weg naar het contact, en: Way to contact}"
_OLD_DEFINITION = "definition: {nl: Alleen een site met een naam telt., en: Only a site with a name counts.}"


def wave_files() -> dict[str, bytes]:
    """Return the files of the earlier wave by their path in the study folder.

    Its codebook is that of the demonstration with one question defined otherwise, so that a break can be seen.
    """
    protocol = files("vonnis.demo") / "protocol"
    codebook = (protocol / "codebook.yaml").read_text(encoding="utf-8")
    older = codebook.replace(_QUESTION, f"{_QUESTION}\n    {_OLD_DEFINITION}").replace(
        "version: 1.0.0", "version: 0.9.0"
    )
    rows = csv.DictReader((protocol / "waves" / "earlier.csv").read_text(encoding="utf-8").splitlines())
    content = {"fictional": True, "figures": [_figure(row) for row in rows]}
    return {
        f"{FOLDER}/study.toml": (protocol / "waves" / "study.toml").read_bytes(),
        f"{FOLDER}/codebook.yaml": older.encode(),
        f"{FOLDER}/release/figures.json": (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(),
    }


def _figure(row: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "label": f"{_MARK}: {row['id']}",
        "value": float(row["value"]),
        "unit": row["unit"],
        "n": int(row["n"]) if row["n"] else None,
        "interval": [float(row["low"]), float(row["high"])] if row["low"] else None,
        "status": "released",
        "source": row["source"],
        "fictional": True,
    }
