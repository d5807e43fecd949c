"""``[final]`` in the protocol: its questions must fit, and a final value holds until its passage changes."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from tests.study.codings import AT, adjudication, codebook_text, coding, protocol_head
from tests.study.invented import SPAN, TEXT, judgment, link
from tests.study.test_assembly import dataset
from vonnis.archive.store import Store, open_store
from vonnis.cli.main import main
from vonnis.codebook.reading import parse_codebook
from vonnis.errors import MistakesError, StudyError
from vonnis.study.coding import Adjudication, Coding, Locator, Passage
from vonnis.study.protocol import Protocol, parse_protocol
from vonnis.study.seen import as_seen
from vonnis.study.unit import Unit, complex_unit
from vonnis.study.value import Absent, Known, Source
from vonnis.workflow.overruling import Overruled, check_final, in_words, on_final_values, questions_of
from vonnis.workflow.standing import standing_of
from vonnis.workflow.study import compute

TEMPLATE = Path(str(files("vonnis.codebook") / "templates/op-de-koop-toe"))
MEANING = (
    "{code: 0, label: {nl: nee, en: 'no'}, read_as: ['no']}, {code: 1, label: {nl: ja, en: 'yes'}, read_as: ['yes']}"
)
EDITED = "Het hof" + TEXT[len("De rechtbank") :]
BESIDE = TEXT.replace("via een datingsite", "via een buurman")
HEAD = protocol_head("x", fictional=True)
FIRST_LINE = HEAD.count("\n") + 2


def protocol(final: str) -> Protocol:
    return parse_protocol(f"{HEAD}[final]\n{final}", file="study.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "codebook.yaml").write_text(codebook_text(), encoding="utf-8")
    return tmp_path


def planned(folder: Path, final: str, *, meaning: str = "") -> Protocol:
    """Write the protocol, and what the categories of the codebook mean to the machine; return the protocol."""
    (folder / "study.toml").write_text(f"{HEAD}[final]\n{final}", encoding="utf-8")
    if meaning:
        plain = "{code: 0, label: {nl: nee, en: 'no'}}, {code: 1, label: {nl: ja, en: 'yes'}}"
        text = codebook_text().replace(plain, meaning)
        (folder / "codebook.yaml").write_text(text, encoding="utf-8")
    return protocol(final)


def test_questions_are_found_by_their_field(folder: Path) -> None:
    found = questions_of(folder, planned(folder, 'custody = "k_prison"\nvictim_age = "v_age"\n'))
    assert {field: variable.name for field, variable in found.items()} == {"custody": "k_prison", "victim_age": "v_age"}


@pytest.mark.parametrize(
    ("final", "meaning", "sentence"),
    [
        ('custody = "k_gone"', "", "'k_gone', which is no question about a defendant"),
        ('custody = "v_age"', "", "'v_age', which is no question about a defendant"),
        ('custody = "k_year"', "", "'k_year', a question of type integer; the machine reads that as duration"),
        ('birth_year = "k_date"', "", "'k_date', a question of type date; the machine reads that as integer"),
        ('demand_stated = "k_sex"', "", "'k_sex', whose category 0 does not say what it is .* one of yes, no"),
        ('demand_stated = "k_sex"', MEANING.replace("['yes']", "['no']"), "in which no category means yes"),
        ('channels = "p_channel"', MEANING, "'p_channel', whose category 0 does not say .* ad_site_legal"),
    ],
    ids=["unknown", "level", "type", "date", "no meaning", "one meaning", "other meaning"],
)
def test_a_question_that_does_not_fit_is_named_with_its_line(
    folder: Path, final: str, meaning: str, sentence: str
) -> None:
    made = planned(folder, f"{final}\n", meaning=meaning)
    with pytest.raises(
        MistakesError, match=rf"study\.toml, line {FIRST_LINE}, column 1: final\.\w+ names .*{sentence}"
    ):
        check_final(folder, made)


def test_the_questions_of_the_template_can_overrule_the_machine(folder: Path) -> None:
    (folder / "codebook.yaml").write_text((TEMPLATE / "codebook.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    final = {
        "birth_year": "k_birth_year", "custody": "k_imp_prison", "custody_suspended": "k_imp_prison_susp",
        "service": "k_imp_hours", "victim_sex": "v_sex", "victim_age": "v_age_start", "channels": "p_channels",
    }  # fmt: skip
    made = planned(folder, "".join(f'{field} = "{name}"\n' for field, name in final.items()))
    assert {field: variable.name for field, variable in questions_of(folder, made).items()} == final


def test_a_wrong_question_stops_a_run_before_anything_is_read(folder: Path) -> None:
    planned(folder, 'custody = "k_year"\n')
    with pytest.raises(MistakesError, match=r"final\.custody"):
        compute(folder)


def test_status_and_the_check_of_the_protocol_tell_a_wrong_question(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planned(folder, 'custody = "k_year"\n')
    stage = standing_of(folder).stages[0]
    assert (stage.name, stage.state) == ("protocol", "wrong")
    assert f"line {FIRST_LINE}, column 1: final.custody names 'k_year'" in stage.words
    assert main(["protocol", str(folder)]) == 1
    assert "final.custody names 'k_year'" in capsys.readouterr().err


@pytest.mark.parametrize("final", ['units = "../units.csv"\n', 'custdy = "k_prison"\n'], ids=["outside", "unknown"])
def test_a_wrong_setting_has_its_line(final: str) -> None:
    with pytest.raises(MistakesError, match=rf"study\.toml, line {FIRST_LINE}, column"):
        protocol(final)


def test_a_category_is_told_in_the_word_of_the_record() -> None:
    label = "{code: 1, label: {nl: ja, en: 'yes'}"
    text = codebook_text().replace(label, f"{label}, read_as: [chat]")
    codebook = parse_codebook(text, file="x")
    assert in_words(codebook.by_name["k_seen"], "0;1") == "0;chat"
    assert in_words(codebook.by_name["k_year"], "1980") == "1980"


def test_a_code_that_the_codebook_does_not_have_is_one_sentence() -> None:
    variable = parse_codebook(codebook_text(), file="x").by_name["k_seen"]
    with pytest.raises(StudyError, match=r"^K1, k_seen: the code 7 was answered, which codebook.yaml does not have;"):
        in_words(variable, "0;7", unit="K1")


SEEN = as_seen(Passage("E1", SPAN.start, SPAN.end, SPAN.quote), TEXT)
BARE = msgspec.structs.replace(SEEN, seen=msgspec.UNSET)
PAPER = Locator("dossier 7", page="12")


def overruled(folder: Path, *records: Coding | Adjudication, text: str = TEXT) -> Overruled:
    """Return a study of one client, born in 1980 as the machine read it, after these answers on his year of birth."""
    made = planned(folder, 'birth_year = "k_year"\ndemand_stated = "k_sex"\n', meaning=MEANING)
    person = Unit(id="K1", level="defendant", complex="C1", defendant="K1", source_mode="published", frame="x")
    with closing(open_store(folder)) as store, store.action("code", actor="t", at=AT, detail={}) as writing:
        writing.add([complex_unit("C1"), person])
        writing.add(records)
    read = msgspec.structs.replace(judgment(), text=text)
    found = on_final_values(folder, dataset(judgment(), links=[link()]), protocol=made, judgments=[read])
    assert found is not None
    return found


def year(value: int | None, *evidence: Passage | Locator, coder: str = "A", **more: object) -> Coding:
    return coding("K1", "k_year", value, coder=coder, evidence=evidence, **more)


def machine(*evidence: Passage) -> Coding:
    return year(1980, *evidence, coder="vonnis", round="machine", at=AT - dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("records", "text", "born", "since"),
    [
        ((year(1950, SEEN),), TEXT, 1950, "same"),
        ((year(1950, SEEN),), f"{TEXT}\nEn meer.", 1950, "stands"),
        ((year(1950, SEEN),), EDITED, 1980, "gone"),
        ((year(1950, SEEN),), BESIDE, 1980, "gone"),
        ((year(1950, BARE),), EDITED, 1980, "gone"),
        ((year(1950),), EDITED, 1950, "not_known"),
        ((year(1950, PAPER),), EDITED, 1950, "not_known"),
        ((machine(SEEN), year(1950, PAPER)), EDITED, 1980, "gone"),
        ((machine(SEEN), year(1950, PAPER)), TEXT, 1950, "same"),
        ((machine(), year(1950, PAPER)), EDITED, 1950, "not_known"),
        ((year(1950, SEEN), year(1950, BARE, coder="B")), EDITED, 1980, "gone"),
        ((year(1950, BARE), year(1960, SEEN, coder="B"), adjudication("K1", "k_year", 1960)), TEXT, 1960, "same"),
    ],
    ids=[
        "same", "elsewhere", "edited", "edited beside it", "older study", "no place", "paper", "of the machine",
        "of the machine, stands",
        "silent machine", "both", "adjudicated",
    ],
)  # fmt: skip
def test_a_final_value_holds_until_its_passage_changes(
    folder: Path, records: Iterable[Coding | Adjudication], text: str, born: int, since: str
) -> None:
    found = overruled(folder, *records, text=text)
    assert found.dataset.clients[0].birth_year == Known(born, found.dataset.clients[0].birth_year.sources)
    assert {name: count for name, count in found.texts.items() if count} == {since: 1}
    assert found.outdated == ((("K1", "k_year"),) if since == "gone" else ())


def test_another_reading_of_the_same_text_sets_no_coder_aside(folder: Path) -> None:
    other = msgspec.structs.replace(machine(SEEN), value="1970")
    found = overruled(folder, other, year(1950, SEEN))
    assert (found.outdated, found.changed, found.basis) == ((), 1, {"single": 1})


def test_a_number_leads_to_the_places_of_the_final_value_alone(folder: Path) -> None:
    records = (year(1950, PAPER), year(1960, SEEN, coder="B"), adjudication("K1", "k_year", 1960, minutes=5))
    (source,) = overruled(folder, *records).dataset.clients[0].birth_year.sources
    assert source == Source("E1", SPAN, by="adjudicated by E, coded by B")


def test_an_answer_that_a_coder_took_back_supports_nothing(folder: Path) -> None:
    later = year(1960, SEEN, round="recode", at=AT + dt.timedelta(hours=1))
    (source,) = overruled(folder, year(1950, PAPER), later).dataset.clients[0].birth_year.sources
    assert source == Source("E1", SPAN, by="A")


def test_a_decision_that_no_coder_gave_leads_to_whose_it_is(folder: Path) -> None:
    records = (year(1950, PAPER), year(1960, SEEN, coder="B"), adjudication("K1", "k_year", 1970, minutes=5))
    (source,) = overruled(folder, *records).dataset.clients[0].birth_year.sources
    assert source == Source("", None, by="adjudicated by E, as no coder answered")


def test_the_words_of_a_passage_are_those_of_today_or_none(folder: Path) -> None:
    moved = overruled(folder, year(1950, SEEN), text=f"Kop.\n{TEXT}").dataset.clients[0].birth_year.sources
    assert [(one.span and one.span.start, one.characters) for one in moved] == [(SPAN.start + 5, "")]


def test_characters_are_no_page(folder: Path) -> None:
    bare = Passage("E1", 3, 9)
    (source,) = overruled(folder, year(1950, bare)).dataset.clients[0].birth_year.sources
    assert source == Source("E1", None, by="A", characters="3–9")


def test_where_coders_differ_there_is_no_value(folder: Path) -> None:
    found = overruled(folder, year(1950, SEEN), year(1960, coder="B"))
    assert isinstance(found.dataset.clients[0].birth_year, Absent)
    assert found.basis == {"open": 1}


def test_codings_are_read_once_and_those_of_other_questions_never(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    real = Store.records

    def noted(store: Store, kind: type[Coding], **equal: object) -> tuple[Coding, ...]:
        asked.append((kind, equal.get("variable")))
        return real(store, kind, **equal)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "records", noted)
    overruled(folder, year(1950, SEEN))
    assert [names for kind, names in asked if kind is Coding] == [{"k_year", "k_sex"}]


def test_a_large_table_of_units_is_read_in_time_that_grows_with_it(folder: Path) -> None:
    lines = "".join(f"K{n},D{n:06}\n" for n in range(30_000))
    (folder / "units.csv").write_text(f"id,unit\n{lines}", encoding="utf-8")
    made = planned(folder, 'units = "units.csv"\nbirth_year = "k_year"\n')
    with closing(open_store(folder)) as store, store.action("code", actor="t", at=AT, detail={}) as writing:
        writing.add([complex_unit("C1")])
        writing.add([coding("D000001", "k_year", 1950)])
    begun = time.process_time()
    assert on_final_values(folder, dataset(judgment()), protocol=made) is not None
    assert time.process_time() - begun < 3
