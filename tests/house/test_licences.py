"""Everything that vonnis is installed with may be used beside Apache-2.0."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distributions

import pytest

from tests.house.repository import ROOT

# SPDX identifiers. MPL-2.0 binds changes to its own files only, and the two under it serve building and testing.
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "OFL-1.1",  # fonts: may be bundled and embedded in documents
    "PSF-2.0",
    "Unlicense",
    "ZPL-2.1",
    "Zlib",
}
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Zope Public License": "ZPL-2.1",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}
# Packages whose metadata state no licence, or not in these words, with the one that their licence file states.
STATED_ELSEWHERE = {
    "arcp": "Apache-2.0",
    "atheris": "Apache-2.0",
    "axe-playwright-python": "MIT",
    "partd": "BSD-3-Clause",
    "pyrage": "MIT",
    "qrcode": "BSD-3-Clause",
}
# Used unchanged, through their public interface, and installed by the user's own installer: the driver that Django
# needs for PostgreSQL, and what the validators of the tests need. None of it is copied into vonnis.
USED_UNCHANGED = {
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "text-unidecode": "Artistic-1.0-Perl",
}


def locked() -> set[str]:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)==", lock, flags=re.MULTILINE))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licences(distribution: Distribution) -> set[str]:
    """Return what the package's metadata state: an SPDX expression, else classifiers, else a short free text."""
    metadata = distribution.metadata.json
    expression = str(metadata.get("license_expression", "")) or STATED_ELSEWHERE.get(normal(distribution.name), "")
    if not expression:
        classifiers = [line.rsplit(" :: ")[-1] for line in metadata.get("classifier", []) if "License ::" in line]
        stated = [CLASSIFIERS.get(name, name) for name in classifiers] or [str(metadata.get("license", ""))]
        expression = " AND ".join(filter(None, stated)) or "not stated"
    alternatives = expression.replace("(", "").replace(")", "").split(" OR ")
    return min((set(part.split(" AND ")) for part in alternatives), key=lambda part: len(part - ALLOWED))


PACKAGES = {normal(distribution.name): distribution for distribution in distributions()}


@pytest.mark.parametrize("name", sorted((locked() & PACKAGES.keys()) - USED_UNCHANGED.keys()))
def test_a_package_has_a_compatible_licence(name: str) -> None:
    assert licences(PACKAGES[name]) <= ALLOWED


def test_the_packages_of_the_lock_are_looked_at() -> None:
    assert {"lxml", "msgspec", "typer"} <= locked() & PACKAGES.keys()
