"""When a closed file may be coded, by whom, and what is said before it may not."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from tests.study.codings import AT
from tests.workflow.closed_study import PROTOCOL, people
from vonnis.errors import StudyError
from vonnis.study.permission import Sources, Statement, source_words
from vonnis.study.permitting import closed_by, notices, signed_by
from vonnis.study.protocol import Permission, Protocol, parse_protocol

STATED = parse_protocol(PROTOCOL + "destroy_by = 2027-06-30\n", file="study.toml")
FILES = STATED.sources[1]
SIGNED = Statement(coder="A", source="files", signed=dt.date(2026, 1, 2), reference="cabinet", noted_by="E", at=AT)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "coder", "state"),
    [
        ("2025-12-31", "A", "not_begun"),
        ("2026-01-01", "A", "no_statement"),
        ("2026-01-02", "A", None),
        ("2026-12-31", "A", None),
        ("2027-01-01", "A", "ended"),
        ("2026-06-01", "B", "no_statement"),
        ("2026-06-01", None, None),
        ("2027-01-01", None, "ended"),
    ],
)
def test_coding_is_open_while_permission_and_statement_hold(on: str, coder: str | None, state: str | None) -> None:
    found = closed_by(FILES, coder, on=day(on), signed=signed_by([SIGNED]))
    assert (found.state if found else None) == state


def test_an_open_source_and_one_without_secrecy_ask_for_nothing() -> None:
    assert closed_by(STATED.sources[0], "B", on=day("2030-01-01"), signed={}) is None
    assert isinstance(FILES.permission, Permission)
    free = msgspec.structs.replace(FILES, permission=msgspec.structs.replace(FILES.permission, secrecy=False))
    assert closed_by(free, "B", on=day("2026-06-01"), signed={}) is None


def test_the_last_statement_of_a_coder_counts() -> None:
    later = msgspec.structs.replace(SIGNED, signed=day("2026-03-01"), at=AT + dt.timedelta(days=60))
    assert signed_by([later, SIGNED])["A", "files"] == later


@pytest.mark.parametrize(
    ("on", "words", "states"),
    [
        ("2026-06-01", True, ["no_statement"]),
        ("2026-12-02", True, ["ends_soon", "no_statement"]),
        ("2026-12-01", True, ["no_statement"]),
        ("2027-01-01", True, ["ended"]),
        ("2027-06-15", True, ["ended", "destroy_soon"]),
        ("2027-07-01", True, ["ended", "destroy_overdue"]),
        ("2027-07-01", False, ["ended"]),
    ],
)
def test_warnings_begin_a_month_before_an_end(on: str, words: bool, states: list[str]) -> None:  # noqa: FBT001 - a case
    found = notices(STATED, ["A", "B"], on=day(on), signed=signed_by([SIGNED]), holds_words=words)
    assert [notice.state for notice in found] == states


def test_each_notice_is_a_sentence_that_names_the_source() -> None:
    found = notices(STATED, ["B"], on=day("2027-07-01"), signed={}, holds_words=True)
    found += notices(STATED, ["B"], on=day("2026-12-15"), signed={}, holds_words=True)
    assert all("files" in notice.words for notice in found)
    assert "vonnis destroy --source files" in found[1].words


def test_a_permission_that_is_not_filled_in_is_said() -> None:
    blank = parse_protocol(PROTOCOL.replace('"College"', '"<who gave it>"'), file="study.toml")
    found = notices(blank, [], on=day("2026-06-01"), signed={}, holds_words=False)
    assert [notice.state for notice in found] == ["not_filled_in"]


def two_offices() -> Protocol:
    second = PROTOCOL[PROTOCOL.rindex("[[sources]]") :].replace('id = "files"', 'id = "north"\noffices = ["Noord"]')
    return parse_protocol(PROTOCOL + second, file="study.toml")


def test_an_office_tells_two_sources_of_a_kind_apart() -> None:
    units = [msgspec.structs.replace(unit, office="Noord") if unit.id == "D1" else unit for unit in people()]
    sources = Sources(two_offices(), units)
    assert [one.id for one in sources.of(units[1])] == ["north"]
    assert [one.id for one in Sources(two_offices(), people()).of(people()[1])] == ["files"]
    assert {unit.id for unit in sources.units("north")} == {"C1", "D1"}
    with pytest.raises(StudyError, match="'other' is no source of study"):
        sources.units("other")


@pytest.mark.parametrize(
    ("modes", "words"),
    [
        (["published"], "Judgments"),
        (["closed_file"], "Files"),
        (["published", "closed_file"], "Judgments; Files"),
        (["closed_paper"], None),
    ],
)
def test_numbers_name_the_sources_that_they_rest_on(modes: list[str], words: str | None) -> None:
    assert source_words(STATED, modes).get("en") == words
    material = msgspec.structs.replace(STATED.material, source={"nl": "Materiaal", "en": "Material"})
    own = source_words(msgspec.structs.replace(STATED, material=material), modes)["en"]
    assert own == (f"Material: {words}" if len(modes) > 1 else "Material")
