"""Hold the crate of a release against its profile: ``python -m benchmarks.crate [RELEASE]``.

``roc-validator`` checks RO-Crate 1.1 and Process Run Crate 0.5. It pins older versions of libraries that this program
uses, so it gets an environment of its own. It validates without a network: the one page that it asks for, the terms of
RO-Crate, comes from what the library ``rocrate`` brings along. Without a folder the crate of an invented deposit is
validated. Stops where a requirement is not met; recommendations that are not met are stored.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from vonnis.archive.files import write_atomically

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).with_name("results.json")
VALIDATOR = "roc-validator==0.13.0"
TERMS = "https://w3id.org/ro/crate/1.1/context"
_KEEP = """
import io, sys
import requests, requests_cache, urllib3

class Shipped(requests.adapters.BaseAdapter):
    def send(self, request, **_):
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = 200, request.url, request
        answer.headers["Content-Type"] = "application/ld+json"
        body = io.BytesIO(open(sys.argv[2], "rb").read())
        answer.raw = urllib3.HTTPResponse(body=body, status=200, headers=answer.headers, preload_content=False)
        return answer

    def close(self):
        pass

session = requests_cache.CachedSession(cache_name=sys.argv[1], backend="sqlite", expire_after=-1)
session.mount("https://", Shipped())
session.get(sys.argv[3]).raise_for_status()
"""


def invented(folder: Path) -> Path:
    """Write the crate of a small invented deposit into a folder, and return that."""
    from tests.deposit.invented import FACTS, made
    from vonnis.deposit.packaging import crate

    data = {f"data/{name}": content for name, content in made("public").items()}
    for name, content in {**data, "ro-crate-metadata.json": crate(FACTS, data)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def validated(release: Path, scratch: Path) -> dict[str, Any]:
    """Return what the validator reports on a folder."""
    environment, terms = scratch / "validator", files("rocrate") / "data/ro-crate.jsonld"
    uv = str(ROOT / ".setup/uv/bin/uv")
    subprocess.run([uv, "venv", "--quiet", environment], check=True)
    python = environment / "bin/python"
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, VALIDATOR], check=True)
    subprocess.run([python, "-c", _KEEP, scratch / "kept", str(terms), TERMS], check=True)
    out = scratch / "report.json"
    command: list[str | Path] = [
        environment / "bin/rocrate-validator",
        "-y",
        "validate",
        release,
        "--offline",
        "--no-paging",
    ]
    command += ["--cache-path", scratch / "kept", "-l", "recommended", "--output-format", "json", "-o", out]
    subprocess.run(command, check=False, capture_output=True)
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return report


def main() -> None:
    """Validate the crate of a release, or of an invented deposit; store what is recommended and not met."""
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        release = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else invented(scratch / "crate")
        report = validated(release, scratch)
    issues = [(one["severity"], one["message"]) for one in report["issues"]]
    required = [message for severity, message in issues if severity == "REQUIRED"]
    result = {
        "crate": "a release" if len(sys.argv) > 1 else "an invented deposit",
        "validator": VALIDATOR,
        "profiles": ["ro-crate-1.1", "process-run-crate-0.5"],
        "checks": report["statistics"]["total_checks"],
        "passed": report["statistics"]["total_passed_checks"],
        "required_not_met": required,
        "recommended_not_met": [message for severity, message in issues if severity != "REQUIRED"],
    }
    text = json.dumps(result, indent=2) + "\n"
    sys.stdout.write(text)
    write_atomically(RESULTS, text)
    if required:
        sys.exit(1)


if __name__ == "__main__":
    main()
