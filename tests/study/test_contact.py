"""How contact came about, per victim."""

from __future__ import annotations

import pytest

from tests.study.invented import channel, judgment
from vonnis.study.contact import channels_by_victim, same_placeholder
from vonnis.study.value import Absent, Known, Missing

BOTH = ["[slachtoffer 1]", "[slachtoffer 2]"]
DATING, CHAT = channel("dating", "via een datingsite"), channel("chat", "via een chatbox")
LOOSE = channel("street", "De rechtbank")


def test_a_passage_belongs_to_the_victim_that_its_sentence_names() -> None:
    found = channels_by_victim(judgment(channels=(DATING, CHAT)), BOTH)
    values = [answer.value for answer in found.values() if isinstance(answer, Known)]
    assert values == [("dating",), ("chat",)]


def test_each_value_carries_its_passage() -> None:
    found = channels_by_victim(judgment(channels=(CHAT,)), BOTH)["[slachtoffer 2]"]
    assert [source.span and source.span.quote for source in found.sources] == ["via een chatbox"]


def test_in_a_judgment_about_one_victim_every_passage_is_of_that_victim() -> None:
    found = channels_by_victim(judgment(channels=(LOOSE, CHAT)), ["[slachtoffer]"])["[slachtoffer]"]
    assert isinstance(found, Known)
    assert found.value == ("chat", "street")


def test_silence_is_not_stated() -> None:
    found = channels_by_victim(judgment(channels=(DATING,)), BOTH)["[slachtoffer 2]"]
    assert isinstance(found, Absent)
    assert found.missing is Missing.NOT_STATED


def test_a_passage_that_names_nobody_leaves_it_unclear() -> None:
    found = channels_by_victim(judgment(channels=(LOOSE,)), ["[slachtoffer 3]", "[slachtoffer 4]"])
    assert [answer.missing for answer in found.values() if isinstance(answer, Absent)] == [Missing.UNCLEAR] * 2


def test_a_number_is_read_whole() -> None:
    found = channels_by_victim(judgment(channels=(DATING,)), ["[slachtoffer]", "[slachtoffer 1]"])
    assert isinstance(found["[slachtoffer]"], Absent)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("[slachtoffer 1]", "[Slachtoffer 1]", True),
        ("slachtoffer 1", "[slachtoffer 1]", True),
        ("[slachtoffer 1]", "[slachtoffer 12]", False),
        (None, "[slachtoffer]", False),
    ],
)
def test_placeholders_are_compared_by_their_words(one: str | None, other: str, same: bool) -> None:  # noqa: FBT001
    assert same_placeholder(one, other) is same
