"""No text of a real judgment has come into the repository, beyond the formulas that courts share."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.repository import named, texts

LONGEST = 60  # characters of one judgment that may stand in the repository
BLOCK = LONGEST // 2  # any run of LONGEST holds a whole block that begins at a multiple of BLOCK
SHARED = 3  # a run that stands in so many judgments is a formula, nobody's text in particular
OPERATIVE = re.compile(r"\b(?:veroordeelt|beveelt|bepaalt|legt|verklaart|heft|gelast|ontzegt|wijst|vernietigt)\b")
NOBODYS = {"LICENSE", "laws.yaml", "requirements.lock"}  # licence, names of laws, digests
DICTUM_LINE = 200  # a line of a dictum may be quoted as a test's case


def flat(text: str) -> str:
    """Return the text in one line, small letters and single spaces, as a copy would be recognised."""
    return " ".join(text.lower().split())


def sources(folder: Path) -> Iterator[str]:
    """Yield the flat text of every real judgment and summary."""
    for path in sorted((folder / "text").glob("*.txt")):
        yield flat(path.read_text(encoding="utf-8"))
    for pattern in ("xml/*.xml", "atom/*.atom"):
        for path in sorted(folder.glob(pattern)):
            for part in re.split(r"<entry>", path.read_text(encoding="utf-8")):
                body = part[max(part.find("<inhoudsindicatie"), 0) :]
                yield flat(html.unescape(re.sub(r"<[^>]+>", " ", body)))
    for line in (folder / "summaries_gold.jsonl").read_text(encoding="utf-8").splitlines():
        yield flat(json.loads(line)["text"])


def blocks(judgments: list[str]) -> dict[str, tuple[int, int]]:
    """Return where each block of each judgment stands: the judgment's number and its offset."""
    found: dict[str, tuple[int, int]] = {}
    for number, text in enumerate(judgments):
        for offset in range(0, len(text) - BLOCK + 1, BLOCK):
            found.setdefault(text[offset : offset + BLOCK], (number, offset))
    return found


def common_run(left: str, at: int, right: str, place: int) -> str:
    """Return the longest run around ``left[at]`` and ``right[place]`` that both texts hold."""
    start = end = 0
    while at - start > 0 and place - start > 0 and left[at - start - 1] == right[place - start - 1]:
        start += 1
    while at + end < len(left) and place + end < len(right) and left[at + end] == right[place + end]:
        end += 1
    return left[at - start : at + end]


def quotations(text: str, judgments: list[str], index: dict[str, tuple[int, int]]) -> Iterator[str]:
    """Yield the runs that a text of the repository takes from a real judgment."""
    at = 0
    while at <= len(text) - BLOCK:
        place = index.get(text[at : at + BLOCK])
        run = common_run(text, at, judgments[place[0]], place[1]) if place else ""
        if len(run) >= LONGEST and any(character.isalpha() for character in run) and not is_allowed(run, judgments):
            yield run
        at += max(len(run) - BLOCK, 1)


def is_allowed(run: str, judgments: list[str]) -> bool:
    """Tell whether a run is a shared formula, or one line of a dictum."""
    if OPERATIVE.search(run) and len(run) <= DICTUM_LINE:
        return True
    middle = len(run) // 2 - LONGEST // 2
    return sum(run[middle : middle + LONGEST] in judgment for judgment in judgments) >= SHARED


def test_no_text_of_a_real_judgment_is_in_the_repository(judgments: Path) -> None:
    real = list(sources(judgments))
    index = blocks(real)
    kept = {path: flat(text) for path, text in texts().items() if path.name not in NOBODYS}
    found = {named(path): runs for path, text in kept.items() if (runs := list(quotations(text, real, index)))}
    assert found == {}


def test_a_quotation_would_be_found(judgments: Path) -> None:
    real = list(sources(judgments))
    middle = len(real[0]) // 2
    copied = f"tussen eigen woorden {real[0][middle : middle + 300]} verder met eigen woorden"
    assert list(quotations(copied, real, blocks(real)))
