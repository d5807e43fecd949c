"""Screening in the room: criteria, fixed reasons, two who do not see each other, conflicts, and how much was found."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.test import Client

from tests.web.conftest import NOW
from tests.web.desk import coder_named
from tests.web.material import JUDGMENT, coded_study
from vonnis.study.log import Decision
from vonnis.study.unit import Unit, complex_unit
from vonnis.web.database import store
from vonnis.web.protocol import protocol
from vonnis.web.screening.queue import criteria

pytestmark = pytest.mark.django_db
PLAN = """
[[population.include]]
id = "payment"
text = { nl = "Er is betaald", en = "There was a payment" }
[[population.exclude]]
id = "other_offence"
text = { nl = "Een ander feit", en = "Another offence" }
[screening]
screeners = 2
seed = 7
"""
UNITS = 6


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study that screens six units, each with its judgment, by two who do not see each other."""
    folder = coded_study(tmp_path / "study")
    protocol = folder / "study.toml"
    protocol.write_text(protocol.read_text(encoding="utf-8") + PLAN, encoding="utf-8")
    units = []
    for number in range(1, UNITS + 1):
        (folder / "sources" / "judgments" / f"u{number}.txt").write_text(JUDGMENT, encoding="utf-8")
        defendant = Unit(
            id=f"D{number}",
            level="defendant",
            complex=f"C{number}",
            defendant=f"D{number}",
            documents=(f"u{number}",),
        )
        units += [complex_unit(f"C{number}"), defendant]
    monkeypatch.setattr(settings, "ROOM", msgspec.structs.replace(settings.ROOM, study=folder))
    # On a busy machine the learner is loaded between two pages, and the order changes with it.
    monkeypatch.setattr("vonnis.web.screening.queue._PATIENCE", 300)
    with store().action("test", actor="test", at=NOW, detail={}) as writing:
        writing.add(units)
    return folder


@pytest.fixture
def anna(study: Path) -> Client:  # noqa: ARG001 - the study screens
    return coder_named("anna", ("coder",))


def in_view(client: Client) -> str:
    page = client.get("/screening/").content.decode()
    return page.split('name="unit" value="')[1].split('"')[0] if 'name="unit"' in page else ""


def decide(client: Client, unit: str, **given: str) -> None:
    answer = client.post("/screening/decide/", {"unit": unit, **given})
    assert answer.status_code == 302


def decisions() -> list[tuple[str, str, str | None]]:
    return [(each.unit, each.decided_by, each.reason) for each in store().records(Decision)]


def test_the_criteria_stand_beside_the_text_with_a_key_each(anna: Client) -> None:
    page = anna.get("/screening/").content.decode()
    assert "veroordeelt verdachte tot een gevangenisstraf" in page
    assert "<kbd>1</kbd> There was a payment</button>" in page
    assert "<kbd>2</kbd> Another offence</button>" in page
    assert 'data-key="i"' in page


def test_a_decision_leads_to_the_next_unit_and_can_be_made_anew(anna: Client) -> None:
    first = in_view(anna)
    decide(anna, first, out="other_offence")
    assert in_view(anna) != first
    assert f"{first}: Another offence" in " ".join(anna.get("/screening/").content.decode().split())
    assert f'value="{first}"' in anna.get(f"/screening/?unit={first}").content.decode()
    decide(anna, first, **{"in": "1"})
    assert decisions() == [(first, "anna", "other_offence"), (first, "anna", None)]


def test_a_unit_can_wait_behind_the_others(anna: Client) -> None:
    first = in_view(anna)
    decide(anna, first, later="1")
    assert in_view(anna) != first
    for _ in range(UNITS - 1):
        decide(anna, in_view(anna), **{"in": "1"})
    assert in_view(anna) == first


@pytest.mark.parametrize("given", [{"out": "no_such_reason"}, {"out": ""}])
def test_only_the_reasons_of_the_study_are_kept(given: dict[str, str], anna: Client) -> None:
    decide(anna, "D1", **given)
    assert decisions() == []
    assert "This was not kept" in anna.get("/screening/").content.decode()


def test_a_unit_that_is_not_screened_is_not_there(anna: Client) -> None:
    assert anna.get("/screening/?unit=D99").status_code == 404
    decide(anna, "C1", **{"in": "1"})
    assert decisions() == []


def test_two_screeners_read_the_same_and_see_nothing_of_each_other(anna: Client) -> None:
    bert = coder_named("bert", ("coder",))
    fresh = bert.get("/screening/").content.decode()
    first = in_view(anna)
    decide(anna, first, out="payment")
    assert in_view(bert) == first
    page = bert.get("/screening/").content.decode()
    assert "anna" not in page
    assert "aria-pressed" not in page.split('class="criteria"')[1]
    assert page.count("<button") == fresh.count("<button")


def test_a_third_decides_where_two_differ(anna: Client) -> None:
    bert, eva = coder_named("bert", ("coder",)), coder_named("eva", ("adjudicator",))
    decide(anna, "D1", **{"in": "1"})
    assert eva.get("/screening/conflicts/D1/").status_code == 404
    decide(bert, "D1", out="payment")
    assert "/screening/conflicts/D1/" in eva.get("/screening/standing/").content.decode()
    assert "bert" in eva.get("/screening/conflicts/D1/").content.decode()
    eva.post("/screening/conflicts/D1/", {"out": "payment", "reason": "nothing was promised"})
    last = store().records(Decision)[-1]
    assert (last.step, last.reason, last.detail) == ("screening", "payment", "nothing was promised")
    assert eva.get("/screening/conflicts/D1/").status_code == 404


def test_who_differs_does_not_decide_between(study: Path) -> None:  # noqa: ARG001 - the study screens
    both, bert = coder_named("anna", ("coder", "adjudicator")), coder_named("bert", ("coder",))
    decide(both, "D1", **{"in": "1"})
    decide(bert, "D1", out="payment")
    assert both.get("/screening/conflicts/D1/").status_code == 403
    assert "/screening/conflicts/D1/" not in both.get("/screening/standing/").content.decode()


def test_the_lead_sees_how_much_was_found_from_a_random_sample(anna: Client) -> None:
    bert, lena = coder_named("bert", ("coder",)), coder_named("lena", ("lead",))
    for client in (anna, bert):
        decide(client, "D1", **{"in": "1"})
        decide(client, "D2", out="payment")
    assert "Not known yet" in lena.get("/screening/standing/").content.decode()
    lena.post("/screening/check/")
    drawn = in_view(anna)
    while drawn:
        decide(anna, drawn, out="payment")
        decide(bert, drawn, out="payment")
        drawn = in_view(anna)
    page = lena.get("/screening/standing/").content.decode()
    assert "100.0%</strong>" in page
    assert "agree on 100% of 6 units" in page


def test_a_search_stops_early_with_a_reason_and_not_without(anna: Client) -> None:
    lena = coder_named("lena", ("lead",))
    answer = lena.post("/screening/stop/", follow=True).content.decode()
    assert "This cannot be done yet" in answer
    assert decisions() == []
    lena.post("/screening/stop/", {"although": "the list was complete"})
    assert {reason for _, _, reason in decisions()} == {"not_read"}
    assert "There is nothing to screen" in anna.get("/screening/").content.decode()


def test_a_study_that_does_not_screen_shows_no_way_there(db: None) -> None:  # noqa: ARG001 - the database must be there
    assert "/screening/" not in coder_named("anna", ("coder",)).get("/").content.decode()


def test_a_page_goes_by_the_protocol_as_it_was_read_once(anna: Client) -> None:
    assert in_view(anna)
    assert criteria().plan is protocol().screening


@pytest.mark.usefixtures("study")
def test_who_still_screens_takes_no_study_along_with_the_words_of_the_other() -> None:
    both, path = coder_named("bert", ("coder", "lead")), "/exchange/study.zip"
    units = [f"D{number}" for number in range(1, UNITS + 1)]
    decide(both, units[0], out="payment")
    assert both.get(path).status_code == 403
    assert path not in (page := both.get("/exchange/").content.decode())
    assert "You still screen" in page
    for unit in units[1:]:
        decide(both, unit, out="payment")
    whole = both.get(path)
    whole.close()
    assert whole.status_code == 200
    assert path in both.get("/exchange/").content.decode()


@pytest.mark.usefixtures("study")
def test_who_took_the_study_along_screens_what_the_other_had_read_no_more() -> None:
    anna, both = coder_named("anna", ("coder",)), coder_named("bert", ("coder", "lead"))
    decide(anna, "D1", out="payment")
    assert "you screen blind no more" in both.get("/exchange/").content.decode()
    both.get("/exchange/study.zip").close()
    decide(anna, "D2", out="payment")
    decide(both, "D1", out="payment")
    assert "This was not kept" in both.get("/screening/").content.decode()
    assert both.get("/screening/?unit=D1").status_code == 404
    decide(both, "D2", out="payment")
    assert decisions() == [(unit, name, "payment") for unit, name in (("D1", "anna"), ("D2", "anna"), ("D2", "bert"))]
    eva = coder_named("eva", ("coder",))
    decide(eva, "D1", out="payment")
    assert store().records(Decision, unit="D1")[-1].decided_by == "eva"
