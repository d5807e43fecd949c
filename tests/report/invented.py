"""An invented release for the tests of the report: the numbers mean nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from vonnis.analysis.result import Interval, Result, TableResult, Text
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import policy_of
from vonnis.disclosure.released import Release
from vonnis.report.building import build
from vonnis.report.document import Document
from vonnis.report.masthead import Masthead, Reference
from vonnis.report.prose.reading import Source, read_text
from vonnis.report.prose.texts import sections
from vonnis.report.words import Language

AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SOURCE: Text = {"nl": "fictieve uitspraken", "en": "fictional judgments"}
PARAMETERS: dict[str, int | tuple[int, ...]] = {
    "age_gap_years": 19,
    "age_gap_alternatives": (18, 20),
    "long_prison_days": 100,
    "series_base_year": 2015,
    "series_low_year": 2018,
    "series_from": 2016,
    "series_to": 2022,
}
_EXCEPTIONS = [
    {
        "id": "E1",
        "figures": ["victim_age_min"],
        "rules": ["extreme"],
        "reason": {"nl": "van algemeen belang", "en": "of public interest"},
        "decided_by": "the board",
        "date": dt.date(2026, 11, 2),
    },
]


def text(nl: str, en: str) -> Text:
    """Return a text in both languages."""
    return {"nl": nl, "en": en}


def share(id_: str, label: Text, numerator: int, n: int, level: str, ends: tuple[float, float]) -> Result:
    """Return a share with its interval."""
    return Result(
        id=id_,
        label=label,
        statistic="share",
        value=numerator / n,
        numerator=numerator,
        n=n,
        unit="share",
        level=level,
        interval=Interval(low=ends[0], high=ends[1], level=0.95, method="Wilson"),
        definition=text(f"definitie van {id_}", f"definition of {id_}"),
        source=SOURCE,
    )


def number(id_: str, label: Text, value: float, unit: str, level: str, **more: object) -> Result:
    """Return a count, mean or extreme."""
    settings: dict[str, object] = {"statistic": "count", "source": SOURCE, "definition": label, **more}
    return Result(id=id_, label=label, value=value, unit=unit, level=level, **settings)  # type: ignore[arg-type]


def table(id_: str, title: Text, rows: Sequence[Text], cells: Sequence[Sequence[int]], **more: object) -> TableResult:
    """Return a table of counts with one column, unless ``columns`` says otherwise."""
    settings: dict[str, object] = {"columns": (text("aantal", "number"),), "level": "client", "source": SOURCE, **more}
    return TableResult(
        id=id_,
        title=title,
        rows=tuple(rows),
        cells=tuple(map(tuple, cells)),
        definition=title,
        **settings,  # type: ignore[arg-type]
    )


CLASSES = (
    text("taakstraf of geheel voorwaardelijk", "community service, or all suspended"),
    text("1 dag en taakstraf", "1 day and community service"),
    text("2 tot 99 dagen", "2 to 99 days"),
    text("100 dagen of meer", "100 days or more"),
)
YEARS = tuple(text(str(year), str(year)) for year in range(2013, 2023))


def results() -> list[Result]:
    """Return the invented figures."""
    return [
        number("clients", text("veroordeelde klanten", "convicted clients"), 101, "count", "client", n=101),
        number("victims", text("minderjarige slachtoffers", "minor victims"), 41, "count", "victim", n=41),
        share(
            "age_gap_share",
            text("klanten bijna 20 jaar ouder", "clients almost 20 years older"),
            62,
            101,
            "client",
            (0.52, 0.70),
        ),
        share(
            "girls_share", text("slachtoffers die meisje zijn", "victims who are girls"), 36, 41, "victim", (0.74, 0.95)
        ),
        number(
            "victim_age_mean", text("gemiddelde leeftijd", "mean age"), 16.02, "year", "victim", n=41, statistic="mean"
        ),
        number(
            "victim_age_min", text("laagste leeftijd", "lowest age"), 13, "year", "victim", n=41, statistic="minimum"
        ),
        share(
            "legal_site_share",
            text("aangeboden op legale sites", "advertised on legal sites"),
            33,
            41,
            "victim",
            (0.66, 0.90),
        ),
        share(
            "one_day_share",
            text("één dag cel met taakstraf", "one day in prison with community service"),
            61,
            101,
            "client",
            (0.51, 0.69),
        ),
        share(
            "prison_100_days_share",
            text("100 dagen cel of meer", "100 days in prison or more"),
            16,
            101,
            "client",
            (0.10, 0.24),
        ),
        number("suspects_2015", text("verdachten in 2015", "suspects in 2015"), 112, "count", "year"),
        number(
            "suspects_mean_2016_2022",
            text("gemiddeld per jaar", "mean per year"),
            26.0,
            "count",
            "year",
            n=7,
            statistic="mean",
        ),
        number("suspects_change", text("verandering", "change"), -0.768, "share", "year", statistic="change"),
    ]


def tables() -> list[TableResult]:
    """Return the invented tables."""
    flow = ((2, 0, 0, 0), (1, 9, 0, 0), (0, 21, 12, 0), (0, 31, 9, 16))
    ages = tuple(text(f"{age} jaar", f"{age} years") for age in range(13, 18))
    kinds = (text("onvoorwaardelijke gevangenisstraf", "unconditional prison"), text("taakstraf", "community service"))
    sides = (
        text("lager dan geëist", "less than demanded"),
        text("zoals geëist", "as demanded"),
        text("hoger dan geëist", "more than demanded"),
    )
    sites = (text("legale advertentiesite", "legal advertisement site"), text("andere weg", "another way"))
    suspects = ((11,), (16,), (112,), (41,), (24,), (9,), (17,), (22,), (31,), (38,))
    return [
        table(
            "sentence_class",
            text("Opgelegde straf", "Sentence imposed"),
            CLASSES,
            ((3,), (61,), (21,), (16,)),
            ordered=True,
        ),
        table(
            "demand_and_sentence",
            text("Eis en straf", "Demand and sentence"),
            CLASSES,
            flow,
            columns=CLASSES,
            ordered=True,
        ),
        table(
            "demand_gap",
            text("Straf tegenover eis", "Sentence against demand"),
            kinds,
            ((64, 30, 7), (12, 40, 25)),
            columns=sides,
            row_wholes=True,
        ),
        table(
            "victims_by_age",
            text("Leeftijd", "Age"),
            ages,
            ((1,), (2,), (7,), (17,), (14,)),
            ordered=True,
            level="victim",
        ),
        table(
            "victims_by_channel",
            text("Hoe contact tot stand kwam", "How contact came about"),
            sites,
            ((80,), (21,)),
            missing={"not_stated": 4},
        ),
        table(
            "suspects_by_year",
            text("Geregistreerde verdachten", "Registered suspects"),
            YEARS,
            suspects,
            level="year",
            ordered=True,
            additive=False,
            invented=(0, 1, 3, 4, 6, 7, 8, 9),
            breaks=(5,),
        ),
    ]


@cache
def released(*, threshold: int = 5) -> Release:
    """Return the invented release under a policy with one exception."""
    policy = policy_of(
        {"threshold": threshold, "exceptions": _EXCEPTIONS, "reason": text("reden", "reason")}, where="test"
    )
    return release(results(), tables(), policy=policy, at=AT, fictional=True)


@cache
def small() -> Release:
    """Return a release of a few figures and one table, quickly set."""
    policy = policy_of({}, where="test")
    return release(results()[:2], tables()[:1], policy=policy, at=AT, fictional=True)


def masthead() -> Masthead:
    """Return the frame of the invented report."""
    return Masthead(
        title=text("Een verzonnen studie", "An invented study"),
        question=text("Welke straf werd geëist en opgelegd?", "Which sentence was demanded and imposed?"),
        population=text("Verzonnen strafzaken uit 2015 tot en met 2019.", "Invented criminal cases from 2015 to 2019."),
        author=text("Demonstratie", "Demonstration"),
        at=AT,
        version="vonnis 0.1.0",
        digest="ab" * 32,
        fictional=True,
        reference_name=text("CKM, Op de koop toe (2023)", "CKM, Op de koop toe (2023)"),
        reference_source=text("gepubliceerde pagina van CKM", "page published by CKM"),
        references=(
            Reference(id="clients", value=101, printed=text("101", "101")),
            Reference(id="age_gap_share", value=0.61, printed=text("61%", "61%")),
            Reference(id="girls_share", value=0.88, printed=text("88%", "88%")),
            Reference(id="one_day_share", value=0.6, printed=text("60%", "60%")),
        ),
        methods=(text("De uitspraken zijn machinaal gelezen.", "The judgments were read by machine."),),
        limits=(text("Er is niet dubbel gecodeerd.", "There was no double coding."),),
        parameters=PARAMETERS,
    )


@cache
def document(language: Language) -> Document:
    """Return the invented report in one language, from the shipped text."""
    return build(released(), masthead(), sections=sections(language), language=language)


def written(text: str, language: Language = "en") -> Document:
    """Return the invented release with a text of one's own."""
    return build(released(), masthead(), sections=read_text(Source("own.md", text)), language=language)
