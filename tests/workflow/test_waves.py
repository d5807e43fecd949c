"""A study beside its earlier waves: figures compared with intervals and tests, breaks marked, changes told."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from vonnis.analysis.intervals import newcombe, wilson
from vonnis.analysis.waves import Compared, WaveFigure, compared, corrected
from vonnis.disclosure.earlier import EarlierNumber, as_lines
from vonnis.errors import StudyError, UnwritableError, UsageError
from vonnis.study.protocol import read_protocol
from vonnis.workflow.next_wave import next_wave
from vonnis.workflow.release_attack import LET_OUT, let_out_before
from vonnis.workflow.study import PRIVATE
from vonnis.workflow.waves import WaveComparison, compare_waves

DEMO = Path(str(files("vonnis.demo") / "protocol"))


def named(id_: str) -> dict[str, str]:
    return {"nl": id_, "en": id_}


def share(id_: str, numerator: int, n: int) -> WaveFigure:
    found = wilson(numerator, n)
    return WaveFigure(
        id=id_, label=named(id_), value=numerator / n, unit="share", n=n, interval=(found.low, found.high)
    )


COUNT = WaveFigure(id="x", label=named("x"), value=5.0, unit="count")


def one(before: WaveFigure, now: WaveFigure, **breaks: list[dict[str, str]]) -> Compared:
    (found,) = compared([before], [now], breaks=breaks)
    return found


@pytest.mark.parametrize(("first", "second"), [((61, 101), (20, 60)), ((9, 10), (3, 10)), ((50, 100), (50, 100))])
def test_a_difference_of_shares_has_newcombes_interval(first: tuple[int, int], second: tuple[int, int]) -> None:
    found = one(share("x", *second), share("x", *first))
    expected = newcombe(first, second)
    assert found.difference == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert found.interval == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize("numerator", range(5, 60, 5))
def test_the_test_and_the_interval_say_the_same(numerator: int) -> None:
    found = one(share("x", 30, 60), share("x", numerator, 60))
    assert found.interval is not None
    assert found.p is not None
    assert (found.p < 0.05) == (not found.interval[0] <= 0 <= found.interval[1])


def test_tests_are_corrected_together() -> None:
    before = [share("a", 30, 60), share("b", 30, 60), share("c", 30, 60)]
    now = [share("a", 10, 60), share("b", 29, 60), share("c", 45, 60)]
    found = {each.id: each for each in compared(before, now, breaks={})}
    for each in found.values():
        assert each.adjusted is not None
        assert each.p is not None
        assert each.adjusted >= each.p
    assert found["a"].adjusted == pytest.approx(3 * (found["a"].p or 0))


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        (WaveFigure(id="x", label=named("x"), value=None, unit="share"), share("x", 1, 2), "withheld"),
        (COUNT, COUNT, "a count of all"),
        (WaveFigure(id="x", label=named("x"), value=0.5, unit="share"), share("x", 1, 2), "no interval"),
        (WaveFigure(id="x", label=named("x"), value=16.0, unit="year"), share("x", 1, 2), "counted in year"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_says_why(before: WaveFigure, now: WaveFigure, reason: str) -> None:
    found = one(before, now)
    assert found.p is None
    assert found.reason is not None
    assert reason in found.reason["en"]


def test_a_figure_that_is_counted_otherwise_is_marked_and_not_tested() -> None:
    why = {"nl": "de leeftijd is een andere", "en": "the age is another"}
    found = one(share("x", 30, 60), share("x", 10, 60), x=[why])
    assert (found.p, found.breaks) == (None, (why,))
    assert found.interval is not None


def test_an_interval_without_width_is_no_test() -> None:
    before = WaveFigure(id="x", label=named("x"), value=3.0, unit="year", interval=(2.0, 3.0))
    found = one(before, WaveFigure(id="x", label=named("x"), value=4.0, unit="year", interval=(4.0, 5.0)))
    assert found.reason is not None
    assert (found.p, found.reason["en"]) == (None, "not tested, for its interval has no width")


def test_the_tests_of_several_waves_are_corrected_together() -> None:
    now = [share("a", 10, 60)]
    families = [compared([share("a", numerator, 60)], now, breaks={}) for numerator in (30, 20)]
    raw = [family[0].p or 0 for family in families]
    together = [family[0].adjusted for family in corrected(families)]
    assert together == [pytest.approx(2 * raw[0]), pytest.approx(max(raw[1], 2 * raw[0]))]


def wave(folder: Path, figures: list[WaveFigure], *, years: tuple[int, int], more: str = "", **changed: str) -> Path:
    """Write a study folder with a release."""
    folder.mkdir(parents=True)
    text = (DEMO / "study.toml").read_text(encoding="utf-8")
    text = text.replace("intake_from = 2015", f"intake_from = {years[0]}").replace(
        "intake_to = 2019", f"intake_to = {years[1]}"
    )
    start, end = text.index("[[waves]]"), text.index("# What is computed beside")
    text = text[:start] + text[end:]
    for old, new in changed.items():
        text = text.replace(f"{old} = 19 ", f"{old} = {new} ")
    (folder / "study.toml").write_text(text + more, encoding="utf-8")
    shutil.copy(DEMO / "codebook.yaml", folder / "codebook.yaml")
    (folder / "release").mkdir()
    rows = [
        {
            "id": each.id,
            "label": each.label["en"],
            "label_nl": each.label["nl"],
            "value": each.value,
            "unit": each.unit,
            "n": each.n,
            "interval": each.interval,
        }
        for each in figures
    ]
    (folder / "release/figures.json").write_text(json.dumps({"figures": rows}), encoding="utf-8")
    return folder


WAVE = '\n[[waves]]\nid = "first"\nlabel = { nl = "eerste", en = "first" }\nstudy = "../first"\n'


@pytest.fixture
def second(tmp_path: Path) -> Path:
    wave(tmp_path / "first", [share("one_day_share", 61, 101), share("age_gap_share", 60, 101)], years=(2015, 2019))
    figures = [share("one_day_share", 20, 80), share("age_gap_share", 40, 80), share("new_share", 1, 2)]
    return wave(tmp_path / "second", figures, years=(2025, 2027), more=WAVE, age_gap_years="20")


def beside(folder: Path) -> WaveComparison:
    (found,) = compare_waves(folder)
    return found


def test_the_same_figures_are_set_beside_each_other(second: Path) -> None:
    found = beside(second)
    assert [each.id for each in found.figures] == ["one_day_share", "age_gap_share"]
    (one_day, _) = found.figures
    assert one_day.difference == pytest.approx(20 / 80 - 61 / 101)
    assert one_day.p is not None
    assert one_day.p < 0.001


def test_what_changed_is_told(second: Path) -> None:
    found = beside(second)
    assert [text["en"] for text in found.population] == ["registered in 2015–2019 then, in 2025–2027 now"]
    assert found.parameters == (("age_gap_years", "19", "20"),)
    assert any("2024-07-01" in text["nl"] for text in found.law)
    assert found.codebook == ()


def test_a_figure_on_a_changed_parameter_has_a_break(second: Path) -> None:
    (_, gap) = beside(second).figures
    assert [text["en"] for text in gap.breaks] == ["years of a large difference in age: 19 then, 20 now"]
    assert gap.p is None


def test_a_planned_figure_of_another_definition_has_a_break(second: Path) -> None:
    first = second.parent / "first"
    for folder, category in ((second, "boy"), (first, "girl")):
        plan = f'kind = "share"\nid = "planned"\nlevel = "victim"\nvariable = "v_sex"\nis = ["{category}"]\n'
        with (folder / "study.toml").open("a", encoding="utf-8") as protocol:
            protocol.write(f"\n[[analysis.plan]]\n{plan}")
        path = folder / "release/figures.json"
        rows = json.loads(path.read_text(encoding="utf-8"))["figures"]
        path.write_text(json.dumps({"figures": [*rows, rows[0] | {"id": "planned"}]}), encoding="utf-8")
    found = {each.id: each for each in beside(second).figures}
    assert (len(found["planned"].breaks), found["planned"].p) == (1, None)
    assert found["one_day_share"].breaks == ()


def test_what_an_earlier_wave_printed_is_held_against_the_next_release(second: Path) -> None:
    at, later = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2026, 2028))
    printed = EarlierNumber(id="clients", level="defendant", value=2, units=("K1", "K2"), at=at)
    kept = second.parent / "first" / PRIVATE / LET_OUT / "first.jsonl"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(as_lines([printed]))
    protocol = read_protocol(second / "study.toml")
    assert let_out_before(second, later, protocol=protocol) == (printed,)
    assert let_out_before(second, at, protocol=protocol) == ()


def test_a_changed_codebook_is_told_and_breaks_the_figures_that_rest_on_it(second: Path) -> None:
    path = second.parent / "first/codebook.yaml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("{code: 2, label: {nl: meisje, en: girl}", "{code: 3, label: {nl: meisje, en: girl}")
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    for folder in (second, second.parent / "first"):
        figures = folder / "release/figures.json"
        rows = json.loads(figures.read_text(encoding="utf-8"))["figures"]
        rows.append(rows[0] | {"id": "plan_girls"})
        figures.write_text(json.dumps({"figures": rows}), encoding="utf-8")
    found = beside(second)
    assert any(change.weight == "meaning" and change.place.startswith("v_sex") for change in found.codebook)
    assert [text["en"] for text in found.meaning] == ["the question “Sex” (v_sex) changed"]
    girls = next(each for each in found.figures if each.id == "plan_girls")
    assert girls.breaks
    assert girls.p is None


def test_an_older_study_of_which_only_figures_are_known(tmp_path: Path) -> None:
    more = '\n[[waves]]\nid = "old"\nlabel = { nl = "oud", en = "old" }\nfigures = "old.csv"\n'
    more += 'differs = [{ figure = "one_day_share", why = { nl = "anders", en = "two days counted too" } }]\n'
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=more)
    (folder / "old.csv").write_text("id,value,unit,n,low,high,source\none_day_share,0.6,share,101,0.5,0.7,invented\n")
    found = beside(folder)
    assert found.figures[0].breaks == ({"nl": "anders", "en": "two days counted too"},)
    assert found.unknown
    assert not found.whole
    (folder / "old.csv").write_text("id,value,unit,n,low,high,source\none_day_share,0.6,share,101,0.5,0.7,\n")
    with pytest.raises(StudyError, match="line 2: the figure has no source"):
        beside(folder)


@pytest.mark.parametrize(
    ("name", "said"), [("release/figures.json", "release that wave first"), ("study.toml", "study.toml")]
)
def test_an_earlier_wave_that_is_gone_is_told(second: Path, name: str, said: str) -> None:
    (second.parent / "first" / name).unlink()
    with pytest.raises(StudyError, match=said):
        compare_waves(second)


def test_a_study_without_waves_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="names no earlier wave"):
        compare_waves(wave(tmp_path / "now", [], years=(2015, 2019)))


def test_the_next_wave_names_the_one_before_and_takes_no_data_along(second: Path) -> None:
    (second / "private").mkdir()
    (second / "private/results.jsonl").write_text("{}")
    (second / "series").mkdir()
    (second / "series/suspects.csv").write_text("year\n")
    third = second.parent / "third"
    assert next_wave(third, second) == ["codebook.yaml", "private/", "series/", "study.toml"]
    protocol = read_protocol(third / "study.toml")
    assert [each.study for each in protocol.waves] == ["../first", "../second"]
    assert list((third / "private").iterdir()) == []
    assert (third / "series/suspects.csv").is_file()


def test_papers_come_along_with_their_ledger_and_judgments_do_not(second: Path) -> None:
    for name in ("sources/papers/kst-99001-1.xml", "sources/papers/ledger.sqlite3", "sources/judgments/a.xml"):
        (second / name).parent.mkdir(parents=True, exist_ok=True)
        (second / name).write_text(name, encoding="utf-8")
    (second / "policy.yaml").write_text("threshold: 20\n", encoding="utf-8")
    third = second.parent / "third"
    next_wave(third, second)
    found = {path.relative_to(third).as_posix() for path in third.rglob("*") if path.is_file()}
    assert {"sources/papers/kst-99001-1.xml", "sources/papers/ledger.sqlite3", "policy.yaml"} <= found
    assert not any("judgments" in name for name in found)


def test_nothing_is_overwritten_by_a_next_wave(second: Path) -> None:
    with pytest.raises(UnwritableError, match="is there already"):
        next_wave(second.parent / "first", second)
    with pytest.raises(UsageError, match="the earlier study itself"):
        next_wave(second, second)
    with pytest.raises(UsageError, match="lies inside the earlier study"):
        next_wave(second / "report/next", second)


OLD = '\n[[waves]]\nid = "old"\nlabel = { nl = "oud", en = "old" }\nfigures = "waves/old.csv"\n'
HEAD = "id,value,unit,n,low,high,source\n"


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("one_day_share,0.6,share,101,0.7,0.8,invented\n", "line 2: 0.6 does not lie between 0.7 and 0.8"),
        ("one_day_share,nan,share,101,,,invented\n", "line 2: 'nan' is no number"),
        ("one_day_share,0.6,share,101,,,a\none_day_share,0.5,share,101,,,a\n", "line 3: .* stands twice"),
    ],
    ids=["interval", "no number", "twice"],
)
def test_a_table_of_figures_that_is_wrong_is_refused(tmp_path: Path, rows: str, complaint: str) -> None:
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=OLD)
    (folder / "waves").mkdir()
    (folder / "waves/old.csv").write_text(HEAD + rows)
    with pytest.raises(StudyError, match=complaint):
        compare_waves(folder)


def test_a_mark_on_a_figure_that_is_not_there_is_refused(tmp_path: Path) -> None:
    more = OLD + 'differs = [{ figure = "one_day_shares", why = { nl = "anders" } }]\n'
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=more)
    with pytest.raises(StudyError, match="marks `one_day_shares`, which was not released; did you mean"):
        compare_waves(folder)


def test_why_in_one_language_is_enough(tmp_path: Path) -> None:
    more = OLD + 'differs = [{ figure = "one_day_share", why = { nl = "anders geteld" } }]\n'
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=more)
    (folder / "waves").mkdir()
    (folder / "waves/old.csv").write_text(HEAD + "one_day_share,0.6,share,101,0.5,0.7,invented\n")
    assert beside(folder).figures[0].breaks == ({"nl": "anders geteld", "en": "anders geteld"},)


def test_a_next_wave_elsewhere_finds_the_earlier_waves_and_their_figures(second: Path) -> None:
    text = (second / "study.toml").read_text(encoding="utf-8")
    (second / "study.toml").write_text(text + OLD, encoding="utf-8")
    (second / "waves").mkdir()
    (second / "waves/old.csv").write_text(HEAD)
    third = second.parent / "elsewhere/deep/third"
    next_wave(third, second)
    protocol = read_protocol(third / "study.toml")
    assert [each.study for each in protocol.waves] == ["../../../first", None, "../../../second"]
    assert all((third / each.study / "study.toml").is_file() for each in protocol.waves if each.study)
    assert (third / "waves/old.csv").read_text() == HEAD
