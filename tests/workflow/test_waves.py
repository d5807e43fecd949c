"""A study beside its earlier waves: figures compared with intervals and tests, breaks marked, changes told."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from scipy import stats

from vonnis.analysis.intervals import newcombe, wilson
from vonnis.analysis.waves import Compared, WaveFigure, compared, corrected
from vonnis.disclosure.earlier import EarlierNumber, as_lines
from vonnis.errors import MistakesError, StudyError
from vonnis.study.protocol import read_protocol
from vonnis.workflow.release import rebuild
from vonnis.workflow.release_attack import LET_OUT, let_out_before, numbers_apart
from vonnis.workflow.study import PRIVATE
from vonnis.workflow.wave_figures import released_figures
from vonnis.workflow.waves import WaveComparison, compare_waves

DEMO = Path(str(files("vonnis.demo") / "protocol"))


def named(id_: str) -> dict[str, str]:
    return {"nl": id_, "en": id_}


def share(id_: str, numerator: int, n: int) -> WaveFigure:
    found = wilson(numerator, n)
    return WaveFigure(
        id=id_,
        label=named(id_),
        value=numerator / n,
        unit="share",
        statistic="share",
        n=n,
        numerator=numerator,
        interval=(found.low, found.high),
    )


def mean(id_: str, value: float, unit: str = "year", **more: object) -> WaveFigure:
    return WaveFigure(id=id_, label=named(id_), value=value, unit=unit, statistic="mean", **more)  # type: ignore[arg-type]


COUNT = WaveFigure(id="x", label=named("x"), value=5.0, unit="count")
LOWEST = msgspec.structs.replace(COUNT, statistic="minimum")


def one(before: WaveFigure, now: WaveFigure, **breaks: list[dict[str, str]]) -> Compared:
    (found,) = compared([before], [now], breaks=breaks)
    return found


@pytest.mark.parametrize(("first", "second"), [((61, 101), (20, 60)), ((19, 20), (7, 20)), ((50, 100), (50, 100))])
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
        (WaveFigure(id="x", label=named("x"), value=0.5, unit="share"), share("x", 10, 20), "no interval"),
        (WaveFigure(id="x", label=named("x"), value=16.0, unit="year"), share("x", 1, 2), "counted in year"),
        (mean("x", 2.0, "count", n=50), mean("x", 1.5, "count", n=60, interval=(1.0, 2.0)), "a mean without spread"),
        (msgspec.structs.replace(mean("x", 2.0), statistic="median"), mean("x", 2.0), "a median then, a mean now"),
        (LOWEST, LOWEST, "extreme"),
        (share("x", 11, 19), share("x", 50, 90), "fewer than 20 in one of the waves"),
        (share("x", 50, 90), share("x", 11, 19), "fewer than 20 in one of the waves"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_says_why(before: WaveFigure, now: WaveFigure, reason: str) -> None:
    found = one(before, now)
    assert found.p is None
    assert found.reason is not None
    assert reason in found.reason["en"]


def test_a_share_of_few_has_no_difference() -> None:
    found = one(share("x", 11, 19), share("x", 50, 90))
    assert (found.difference, found.interval, found.p) == (None, None, None)


@pytest.mark.parametrize("spread", ["interval", "deviation"])
@pytest.mark.parametrize("unit", ["year", "count"])
def test_means_are_tested_as_welch_did(spread: str, unit: str) -> None:
    first, second = (16.2, 1.4, 41), (15.1, 2.2, 27)
    figures = []
    for value, deviation, n in (second, first):
        half = float(stats.t.ppf(0.975, n - 1)) * deviation / n**0.5
        around = (value - half, value + half)
        more = {"interval": around, "freedom": n - 1} if spread == "interval" else {"deviation": deviation}
        figures.append(mean("x", value, unit, n=n, **more))
    found, expected = one(*figures), stats.ttest_ind_from_stats(*first, *second, equal_var=False)
    assert found.p == pytest.approx(expected.pvalue)
    ends = expected.confidence_interval(0.95) if hasattr(expected, "confidence_interval") else None
    assert found.interval is not None
    assert sum(found.interval) / 2 == pytest.approx(1.1)
    assert ends is None or found.interval == pytest.approx((ends.low, ends.high))
    assert found.p is not None
    assert (found.p < 0.05) == (not found.interval[0] <= 0 <= found.interval[1])


def test_means_whose_freedom_is_not_known_have_an_interval_and_no_test() -> None:
    found = one(mean("x", 15.0, n=60, interval=(14.0, 16.0)), mean("x", 18.0, n=60, interval=(17.0, 19.0)))
    assert found.interval == pytest.approx((3 - 2**0.5, 3 + 2**0.5))
    assert found.reason is not None
    assert (found.p, found.reason["en"][:34]) == (None, "not tested, for the degrees of fre")


def test_a_mean_of_units_that_hang_together_is_tested_by_the_freedom_of_its_interval() -> None:
    figures = []
    for value, error, freedom in ((0.0, 0.1, 59), (4.0, 1.0, 6)):
        half = float(stats.t.ppf(0.975, freedom)) * error
        figures.append(mean("x", value, n=60, interval=(value - half, value + half), freedom=freedom))
    assert one(*figures).p == pytest.approx(0.0070, abs=0.0002)


def test_why_waves_do_not_stand_apart_is_said_in_place_of_a_test() -> None:
    why = named("they share cases")
    (found,) = compared([share("x", 30, 60)], [share("x", 10, 60)], breaks={}, beside=why)
    assert (found.reason, found.interval, found.p) == (why, None, None)
    assert found.difference is not None


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
    assert [family[0].together for family in corrected(families)] == [2, 2]


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
            "freedom": each.freedom,
            "statistic": each.statistic,
            "status": each.status,
            "fictional": each.fictional,
        }
        for each in figures
    ]
    rows += [
        {"id": f"{each.id}.numerator", "label": each.id, "value": each.numerator, "unit": "count"}
        for each in figures
        if each.statistic == "share"
    ]
    (folder / "release/figures.json").write_text(json.dumps({"figures": rows}), encoding="utf-8")
    return folder


WAVE = '\n[[waves]]\nid = "first"\nlabel = { nl = "eerste", en = "first" }\nstudy = "../first"\n'
SAME_NUMBERS = "same_numbers = true\n"


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


def test_waves_whose_units_are_read_otherwise_are_not_tested(second: Path) -> None:
    path = second / "study.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('reading = "process"', 'reading = "census"'), encoding="utf-8"
    )
    found = beside(second)
    assert any("as all units there are now" in text["en"] for text in found.population)
    (one_day, _) = found.figures
    assert one_day.difference == pytest.approx(20 / 80 - 61 / 101)
    assert (one_day.interval, one_day.p) == (None, None)
    assert one_day.reason is not None
    assert "intervals do not mean the same" in one_day.reason["en"]


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


@pytest.mark.parametrize(
    ("years", "numbers", "held", "said"),
    [
        ((2025, 2027), "", [], 0),
        ((2019, 2021), "", ["judgments"], 1),
        ((2019, 2021), SAME_NUMBERS, ["clients", "judgments"], 0),
        ((2025, 2027), SAME_NUMBERS, ["clients", "judgments"], 0),
    ],
    ids=["other years", "same years", "same years and numbers", "same numbers"],
)
def test_a_number_of_an_earlier_wave_is_held_against_a_release_only_where_it_is_the_same_person(
    tmp_path: Path, years: tuple[int, int], numbers: str, held: list[str], said: int
) -> None:
    at, later = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2026, 2028))
    printed = [
        EarlierNumber(id="clients", level="client", value=2, units=("K001", "K002"), at=at),
        EarlierNumber(id="judgments", level="judgment", value=2, units=("ECLI:1", "ECLI:2"), at=at),
    ]
    wave(tmp_path / "first", [], years=(2015, 2019))
    kept = tmp_path / "first" / PRIVATE / LET_OUT / "first.jsonl"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(as_lines(printed))
    folder = wave(tmp_path / "second", [], years=years, more=WAVE + numbers)
    protocol = read_protocol(folder / "study.toml")
    assert [one.id for one in let_out_before(folder, later, protocol=protocol)] == held
    assert let_out_before(folder, at, protocol=protocol) == ()
    assert len(list(numbers_apart(folder, protocol))) == said


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


def test_a_changed_question_breaks_the_standard_figures_that_people_overrule_by_it(second: Path) -> None:
    for folder in (second, second.parent / "first"):
        assert "[final]" in (folder / "study.toml").read_text(encoding="utf-8")
    path = second.parent / "first/codebook.yaml"
    text = path.read_text(encoding="utf-8")
    older = "label: {nl: Weg naar het contact, en: Way to contact}"
    path.write_text(text.replace(older, f"{older}\n    definition: {{nl: Alleen een site., en: Only a site.}}"))
    for folder in (second, second.parent / "first"):
        figures = folder / "release/figures.json"
        found = json.loads(figures.read_text(encoding="utf-8"))["figures"]
        figures.write_text(json.dumps({"figures": [*found, found[0] | {"id": "legal_site_share"}]}))
    breaks = {each.id: [text["en"] for text in each.breaks] for each in beside(second).figures}
    assert breaks["legal_site_share"] == ["the question “Way to contact” (p_channels) changed"]
    assert breaks["one_day_share"] == []


def test_figures_on_another_question_have_a_break_and_who_answers_is_told(second: Path) -> None:
    path = second.parent / "first/study.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('custody = "k_imp_prison"', 'custody = "k_prison"'), encoding="utf-8")
    assert [len(each.breaks) for each in beside(second).figures] == [1, 1]
    path.write_text(re.sub(r"\[final\](\n.+)+", "", text), encoding="utf-8")
    found = beside(second)
    assert found.figures[0].breaks == ()
    assert found.population[-1]["en"].startswith("what the machine read and coders answered counts as the coders")


def test_a_changed_plan_breaks_every_figure_that_it_comes_to(second: Path) -> None:
    for folder, variable in ((second, "k_age"), (second.parent / "first", "k_age_now")):
        plan = f'kind = "median"\nid = "age"\nlevel = "defendant"\nvariable = "{variable}"\nunit = "year"\n'
        with (folder / "study.toml").open("a", encoding="utf-8") as protocol:
            protocol.write(f"\n[[analysis.plan]]\n{plan}")
        path = folder / "release/figures.json"
        found = json.loads(path.read_text(encoding="utf-8"))["figures"]
        path.write_text(json.dumps({"figures": [*found, found[0] | {"id": "age_upper_quartile"}]}), encoding="utf-8")
    assert {each.id: len(each.breaks) for each in beside(second).figures}["age_upper_quartile"] == 1


def test_a_study_of_papers_is_of_years_of_papers(second: Path) -> None:
    for folder in (second, second.parent / "first"):
        path = folder / "study.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"\nunits = .*", "", text).replace("[population]\n", '[population]\nunits = ["paper"]\n')
        )
    assert [text["en"] for text in beside(second).population] == ["papers of 2015–2019 then, of 2025–2027 now"]


def test_an_older_study_of_which_only_figures_are_known(tmp_path: Path) -> None:
    more = '\n[[waves]]\nid = "old"\nlabel = { nl = "oud", en = "old" }\nfigures = "old.csv"\n'
    more += 'differs = [{ figure = "one_day_share", why = { nl = "anders", en = "two days counted too" } }]\n'
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=more)
    (folder / "old.csv").write_text("id,value,unit,n,low,high,source\none_day_share,0.6,share,101,0.5,0.7,invented\n")
    found = beside(folder)
    assert found.figures[0].breaks == ({"nl": "anders", "en": "two days counted too"},)
    assert found.figures[0].before.numerator == 61
    assert found.unknown
    assert not found.whole
    (folder / "old.csv").write_text("id,value,unit,n,low,high,source\none_day_share,0.6,share,101,0.5,0.7,\n")
    with pytest.raises(StudyError, match="line 2: the figure has no source"):
        beside(folder)


def printed_before(folder: Path, years: str, *, rows: str = "") -> WaveComparison:
    """Return a study of 2020 to 2022 beside a table of figures that says of which years it is."""
    more = '\n[[waves]]\nid = "old"\nlabel = { nl = "oud", en = "old" }\nfigures = "old.csv"\n' + years
    figures = [share("one_day_share", 20, 80), mean("age_mean", 16.0, n=80, interval=(15.5, 16.5), freedom=79)]
    study = wave(folder / "now", figures, years=(2020, 2022), more=more)
    head = "id,value,unit,n,low,high,source,sd,statistic\n"
    told = rows or "one_day_share,0.6,share,101,0.5,0.7,invented,,\nage_mean,17,year,50,,,invented,1.5,mean\n"
    (study / "old.csv").write_text(head + told, encoding="utf-8")
    return beside(study)


def test_figures_of_an_older_study_of_other_years_are_tested(tmp_path: Path) -> None:
    found = printed_before(tmp_path, "years = [2010, 2016]\n")
    assert [each.p is not None for each in found.figures] == [True, True]
    assert [text["en"] for text in found.population] == ["registered in 2010–2016 then, in 2020–2022 now"]


@pytest.mark.parametrize(
    ("years", "why"),
    [
        ("years = [2018, 2021]\n", "both waves hold cases of 2020–2021"),
        ("years = [2022]\n", "both waves hold cases of 2022"),
        ("", "it is not known of which years the cases"),
    ],
    ids=["shared", "one year", "unknown"],
)
def test_figures_of_an_older_study_that_may_hold_the_same_cases_are_not_tested(
    tmp_path: Path, years: str, why: str
) -> None:
    found = printed_before(tmp_path, years)
    for each in found.figures:
        assert each.reason is not None
        assert why in each.reason["en"]
        assert (each.p, each.interval) == (None, None)
    assert any(("not known" if "not known" in why else why) in text["en"] for text in found.population)


def test_the_law_that_changed_since_a_table_of_figures_is_told(tmp_path: Path) -> None:
    found = printed_before(tmp_path, "years = [2010, 2014]\n")
    assert any("2015-06-01" in text["en"] for text in found.law)


def test_the_law_of_the_first_year_of_the_earlier_wave_is_told(tmp_path: Path) -> None:
    found = printed_before(tmp_path, "years = [2015, 2016]\n")
    assert any("2015-06-01" in text["en"] for text in found.law)


def test_status_and_fiction_of_earlier_figures_are_kept(second: Path) -> None:
    path = second.parent / "first/release/figures.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["figures"][0] |= {"status": "exception", "fictional": True}
    path.write_text(json.dumps(content), encoding="utf-8")
    found = beside(second)
    assert [(each.before.status, each.before.fictional) for each in found.figures] == [
        ("exception", True),
        ("released", False),
    ]
    assert found.fictional


def test_a_release_that_is_fictional_as_a_whole_has_fictional_figures(second: Path) -> None:
    path = second.parent / "first/release/figures.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["figures"]
    for row in rows:
        row.pop("fictional", None)
    path.write_text(json.dumps({"fictional": True, "figures": rows}), encoding="utf-8")
    assert all(each.before.fictional for each in beside(second).figures)


def test_command_and_report_correct_over_one_family(second: Path) -> None:
    for folder in (second, second.parent / "first"):
        path = folder / "release/figures.json"
        rows = json.loads(path.read_text(encoding="utf-8"))["figures"]
        more = [rows[0] | {"id": id_} for id_ in ("agreement_percent_x", "machine_correct_x", "table.row.share")]
        path.write_text(json.dumps({"figures": [*rows, *more]}), encoding="utf-8")
    now = released_figures(second)
    agreement = msgspec.structs.replace(now[0], id="agreement_percent_x")
    (command,), (report,) = compare_waves(second), compare_waves(second, (*now, agreement))
    assert command == report
    assert [each.id for each in command.figures] == ["one_day_share", "age_gap_share"]
    assert command.together == 1


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


OLD = '\n[[waves]]\nid = "old"\nlabel = { nl = "oud", en = "old" }\nfigures = "waves/old.csv"\nyears = [2010, 2014]\n'
HEAD = "id,value,unit,n,low,high,source\n"


def test_a_mark_on_a_figure_that_is_not_there_is_refused(tmp_path: Path) -> None:
    more = OLD + 'differs = [{ figure = "one_day_shares", why = { nl = "anders" } }]\n'
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=more)
    with pytest.raises(StudyError, match="marks `one_day_shares`, which was not released; did you mean"):
        compare_waves(folder)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('study = "/somewhere/wave1"', "`first` names its folder by its whole path"),
        ('study = "C:/studies/wave1"', "`first` names its folder by its whole path"),
        ('figures = "../old.csv"', "`first` has a table outside this folder"),
        ('study = "../first"\nyears = [2010, 2014]', "is a study, whose own files say this; leave `years` out"),
        ('figures = "old.csv"\nyears = [2014, 2010]', "has a first and a last year"),
        ('figures = "old.csv"\nsame_numbers = true', "names no units; leave `same_numbers` out"),
    ],
)
def test_a_wave_that_cannot_be_so_is_told_with_its_line(tmp_path: Path, lines: str, said: str) -> None:
    more = f'\n[[waves]]\nid = "first"\nlabel = {{ nl = "eerste", en = "first" }}\n{lines}\n'
    folder = wave(tmp_path / "now", [], years=(2020, 2022), more=more)
    with pytest.raises(MistakesError, match=said):
        read_protocol(folder / "study.toml")


def test_a_missing_earlier_release_is_found_before_any_work(second: Path) -> None:
    (second.parent / "first/release/figures.json").unlink()
    with pytest.raises(StudyError, match="release that wave first"):
        rebuild(second, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert sorted(path.name for path in second.iterdir()) == ["codebook.yaml", "release", "study.toml"]


def test_why_in_one_language_is_enough(tmp_path: Path) -> None:
    more = OLD + 'differs = [{ figure = "one_day_share", why = { nl = "anders geteld" } }]\n'
    folder = wave(tmp_path / "now", [share("one_day_share", 20, 80)], years=(2020, 2022), more=more)
    (folder / "waves").mkdir()
    (folder / "waves/old.csv").write_text(HEAD + "one_day_share,0.6,share,101,0.5,0.7,invented\n")
    assert beside(folder).figures[0].breaks == ({"nl": "anders geteld", "en": "anders geteld"},)
