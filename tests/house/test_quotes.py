"""No text of a real judgment has come into the repository, beyond the formulas that courts share."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.repository import named, texts

LONGEST = 60  # characters of one judgment that may stand in the repository
BLOCK = LONGEST // 2  # any run of LONGEST holds a whole block that begins at a multiple of BLOCK
SHARED = 3  # a word that stands in so many judgments tells of no case in particular
FORMULA = 160  # a run of such words alone, and no longer than this, is the courts' common language
OPERATIVE = re.compile(r"\b(?:veroordeelt|beveelt|bepaalt|legt|verklaart|heft|gelast|ontzegt|wijst|vernietigt)\b")
CASE_NUMBER = re.compile(r"(?<!\d)\d{2} ?[./-] ?\d{6} ?[./-] ?\d{2}(?!\d)")
NOBODYS = {"LICENSE", "laws.yaml", "requirements.lock"}  # licence, names of laws, digests
DICTUM_LINE = 240  # a line of a dictum may be quoted, as the rules that read it need it


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


def common_words(judgments: list[str]) -> set[str]:
    """Return the words that many judgments hold."""
    held = Counter(word for text in judgments for word in set(re.findall(r"\w+", text)))
    return {word for word, number in held.items() if number >= SHARED}


def is_allowed(run: str, common: set[str]) -> bool:
    """Tell whether a run is common language, or one line of a dictum; words cut off at its ends do not count."""
    if OPERATIVE.search(run) and len(run) <= DICTUM_LINE:
        return True
    return len(run) <= FORMULA and set(re.findall(r"\w+", run)[1:-1]) <= common


class Shelf:
    """The real judgments, indexed so that any run of LONGEST characters of one of them is found."""

    def __init__(self, folder: Path) -> None:
        self.judgments = list(sources(folder))
        self.index = blocks(self.judgments)
        self.common = common_words(self.judgments)

    def quotations(self, text: str) -> Iterator[str]:
        """Yield the runs that a text of the repository takes from a real judgment."""
        at = 0
        while at <= len(text) - BLOCK:
            place = self.index.get(text[at : at + BLOCK])
            run = common_run(text, at, self.judgments[place[0]], place[1]) if place else ""
            if len(run) >= LONGEST and any(map(str.isalpha, run)) and not is_allowed(run, self.common):
                yield run
            at += max(len(run) - BLOCK, 1)


@pytest.fixture(scope="module")
def shelf(judgments: Path) -> Shelf:
    return Shelf(judgments)


def test_no_text_of_a_real_judgment_is_in_the_repository(shelf: Shelf) -> None:
    kept = {path: flat(text) for path, text in texts().items() if path.name not in NOBODYS}
    found = {named(path): runs for path, text in kept.items() if (runs := list(shelf.quotations(text)))}
    assert found == {}


def test_no_case_number_of_a_real_judgment_is_in_the_repository(shelf: Shelf) -> None:
    real = {re.sub(r"\D", "", number) for text in shelf.judgments for number in CASE_NUMBER.findall(text)}
    found = {
        named(path): number
        for path, text in texts().items()
        for number in CASE_NUMBER.findall(text)
        if path.name not in NOBODYS and re.sub(r"\D", "", number) in real
    }
    assert real
    assert found == {}


def test_a_quotation_would_be_found(shelf: Shelf) -> None:
    middle = len(shelf.judgments[0]) // 2
    copied = f"tussen eigen woorden {shelf.judgments[0][middle : middle + 300]} verder met eigen woorden"
    assert list(shelf.quotations(copied))
