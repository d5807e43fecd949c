"""How people came into contact, in many wordings of an invented court: each says its classes, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.extraction.material import HEAD, invented
from vonnis.extraction.channels import find_channels

CASE = "De bewezenverklaring\nhij op 5 maart 2020 te X ontucht heeft gepleegd als bedoeld in artikel 248b Sr.\n"
GROUPS: dict[str, dict[str, dict[str, Any]]] = msgspec.yaml.decode(
    Path(__file__).with_name("contacts.yaml").read_bytes()
)
WORDINGS: dict[str, list[str]] = msgspec.yaml.decode(
    Path(__file__).with_name("contacts_in_other_words.yaml").read_bytes()
)
CASES = {f"{group}-{name}": case for group, cases in GROUPS.items() for name, case in cases.items()}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_classes_said(case: dict[str, Any]) -> None:
    judgment = invented(f"{HEAD}{CASE}De strafmotivering\n{case['text']}\n")
    channels = find_channels(judgment).value
    assert [channel.class_ for channel in channels] == case.get("classes", [])
    assert all(channel.evidence.check(judgment.text).quote in case["text"] for channel in channels)


@pytest.mark.parametrize(
    ("class_", "sentence"), [(class_, sentence) for class_, sentences in WORDINGS.items() for sentence in sentences]
)
def test_one_class_said_in_other_words(class_: str, sentence: str) -> None:
    channels = find_channels(invented(f"{HEAD}{CASE}De strafmotivering\n{sentence}\n")).value
    assert [channel.class_ for channel in channels] == ([] if class_ == "none" else [class_])


@pytest.mark.parametrize("case", [case for name, case in CASES.items() if "classes" in case])
def test_other_offences_say_none(case: dict[str, Any]) -> None:
    theft = "De bewezenverklaring\nhij op 5 maart 2020 te X een fiets heeft weggenomen.\n"
    sentence = case["text"].replace("seks", "verkoop").replace("sugardating", "dating")
    assert find_channels(invented(f"{HEAD}{theft}De strafmotivering\n{sentence}\n")).value == ()


@pytest.mark.parametrize("either", ["of", "dan wel", "of wel"])
def test_of_two_ways_with_none_chosen_there_is_a_doubt(either: str) -> None:
    sentence = f"Verdachte heeft haar leren kennen via een datingsite {either} via sociale media."
    answer = find_channels(invented(f"{HEAD}{CASE}De strafmotivering\n{sentence}\n"))
    assert answer.value == ()
    assert [doubt.field for doubt in answer.doubts] == ["contact_channels"]
