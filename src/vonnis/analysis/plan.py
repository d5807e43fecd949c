"""The analysis plan of a study, as ``[analysis]`` in ``study.toml`` states it before the numbers are seen.

Every planned result has an id, a kind, and the questions that it rests on. What is computed outside the plan, or was
added after the day on which it was fixed, is marked exploratory.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any

import msgspec

from vonnis.analysis.result import Reading, Text
from vonnis.errors import StudyError


class _Planned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every planned result states; ``report`` says whether it goes on to the gate and the report."""

    id: str
    level: str
    label: Text = {}
    definition: Text = {}
    where: dict[str, tuple[int, ...]] = {}
    cluster: str | None = None
    added: dt.date | None = None
    report: bool = True


class Count(_Planned, frozen=True, kw_only=True, tag="count"):
    """The number of units, or of those that hold one of the ``codes`` of a variable."""

    variable: str | None = None
    codes: tuple[int, ...] = ()


class Frequencies(_Planned, frozen=True, kw_only=True, tag="frequencies"):
    """Each category of a variable with its count and shares."""

    variable: str


class CrossTable(_Planned, frozen=True, kw_only=True, tag="cross_table"):
    """Two variables against each other, with an exact test and Cramér's V."""

    rows: str
    columns: str


class Share(_Planned, frozen=True, kw_only=True, tag="share"):
    """The share of units that hold one of the ``codes``, or a number within ``at_least`` and ``at_most``.

    ``possible`` names codes that may hide one of the codes (a masked name), which gives a range. ``exact`` asks for
    the interval of Clopper and Pearson. ``alternatives`` names results that read the same question otherwise.
    """

    variable: str
    codes: tuple[int, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    possible: tuple[int, ...] = ()
    exact: bool = False
    alternatives: tuple[str, ...] = ()


class Pyramid(_Planned, frozen=True, kw_only=True, tag="pyramid"):
    """Ages, or another number, in classes: two groups of units back to back.

    ``groups`` holds the codes of variable ``by`` for the left and the right side. ``starts`` holds the number with
    which each class begins, save the lowest, which holds all below the first.
    """

    variable: str
    by: str
    groups: tuple[tuple[int, ...], tuple[int, ...]]
    starts: tuple[int, ...]


class Mean(_Planned, frozen=True, kw_only=True, tag="mean"):
    """The mean of a number, in its ``unit``; with ``at_least`` over those alone who have so much of it."""

    variable: str
    unit: str
    at_least: float | None = None


class Median(_Planned, frozen=True, kw_only=True, tag="median"):
    """The median of a number with both quartiles, in its ``unit``; ``at_least`` as of a mean."""

    variable: str
    unit: str
    at_least: float | None = None


class Difference(_Planned, frozen=True, kw_only=True, tag="difference"):
    """The share with one of the ``codes`` in a first group less that in a second, with an exact test.

    ``groups`` holds the codes of variable ``by`` for either group.
    """

    variable: str
    codes: tuple[int, ...]
    by: str
    groups: tuple[tuple[int, ...], tuple[int, ...]]


class Comparison(_Planned, frozen=True, kw_only=True, tag="comparison"):
    """The medians of a number in two groups, with the Mann-Whitney test."""

    variable: str
    unit: str
    by: str
    groups: tuple[tuple[int, ...], tuple[int, ...]]


class SentenceVariables(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The variables that a sentence or a demand is read from; None for what the codebook does not ask."""

    prison: str
    prison_suspended: str | None = None
    hours: str | None = None
    hours_suspended: str | None = None
    fine: str | None = None


class Sentences(_Planned, frozen=True, kw_only=True, tag="sentences"):
    """Sentence classes, strict and broad, with the runs that the questions in ``runs`` allow.

    Attributes:
        imposed: the variables of the sentence.
        long_days: where the class of long sentences begins.
        other_offences: the variable and code that say the sentence is for these offences alone.
        youngest: the variable with the age of the youngest victim.
        judged_on: the variable with the day of judgment, for before and after the starting point of 2018.
        knowledge: the variable with what the court found on knowledge of age.
        provision: the variable with the provisions that the proven offences fall under, one or several.
    """

    imposed: SentenceVariables
    long_days: int = 100
    other_offences: tuple[str, int] | None = None
    youngest: str | None = None
    judged_on: str | None = None
    knowledge: str | None = None
    provision: str | None = None


class Demand(_Planned, frozen=True, kw_only=True, tag="demand_and_sentence"):
    """Demand against sentence, paired and per kind, never added up; long sentences begin at ``long_days``."""

    demanded: SentenceVariables
    imposed: SentenceVariables
    long_days: int = 100
    sensitivity: bool = False


class Guideline(_Planned, frozen=True, kw_only=True, tag="guideline"):
    """Sentences or demands against the starting points that held on the date of offence or of judgment."""

    sentence: SentenceVariables
    guideline: str
    offence_on: str
    judged_on: str
    youngest: str
    category: str | None = None


class Series(_Planned, frozen=True, kw_only=True, tag="series"):
    """A registration series against a base year and the mean before it.

    ``variable`` and ``complexes`` name columns of the file: the numbers, and the number of case complexes if known.
    """

    file: str
    base_year: int
    first: int
    last: int
    breaks: tuple[int, ...] = ()


class Attrition(_Planned, frozen=True, kw_only=True, tag="attrition"):
    """From registered to convicted: the steps in a CSV of step and number."""

    file: str


class Selection(_Planned, frozen=True, kw_only=True, tag="selection"):
    """What was published or coded against known margins, by one variable.

    Estimates at this level are weighted to these margins, unless ``weigh`` is false or ``where`` limits the units.
    """

    variable: str
    margins: str
    weigh: bool = True


class PoweredShare(_Planned, frozen=True, kw_only=True, tag="powered"):
    """A share from machine values of all units and final values of the coded ones."""

    variable: str
    codes: tuple[int, ...]
    extracted: str


class PoweredMean(_Planned, frozen=True, kw_only=True, tag="powered_mean"):
    """The mean of a number, in its ``unit``, from machine values of all units and final values of the coded ones."""

    variable: str
    unit: str
    extracted: str


class PoweredDifference(_Planned, frozen=True, kw_only=True, tag="powered_difference"):
    """A share (with ``codes``) or mean (in its ``unit``) of a first group less that of a second, as above.

    ``groups`` holds the codes of variable ``by`` for either group; it must be known for coded and other units alike.
    """

    variable: str
    extracted: str
    by: str
    groups: tuple[tuple[int, ...], tuple[int, ...]]
    codes: tuple[int, ...] = ()
    unit: str = ""


class Regression(_Planned, frozen=True, kw_only=True, tag="regression"):
    """A model of one variable on others: ``logistic``, ``ordinal``, ``negative_binomial`` or ``mixed_logistic``.

    ``codes`` are those that count as yes in a logistic model; ``on`` names variables, categories as contrasts with
    their first code.
    """

    model: str
    outcome: str
    on: tuple[str, ...]
    codes: tuple[int, ...] = ()


Planned = (
    Count
    | Frequencies
    | CrossTable
    | Pyramid
    | Share
    | Mean
    | Median
    | Difference
    | Comparison
    | Sentences
    | Demand
    | Guideline
    | Series
    | Attrition
    | Selection
    | PoweredShare
    | PoweredMean
    | PoweredDifference
    | Regression
)


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole plan.

    Attributes:
        plan: what is computed, in the order of the report.
        reading: how units are read; ``sample`` needs ``population``, the number of units by level.
        cluster: the key column by which units hang together; empty where each stands on its own.
        seed: for what is drawn at random.
        fixed: the day from which a planned result that is ``added`` later is exploratory.
        source: where the material comes from, in each language.
    """

    plan: tuple[Planned, ...] = ()
    reading: Reading = "process"
    population: dict[str, int] = {}
    cluster: str = "complex"
    seed: int = 1
    fixed: dt.date | None = None
    source: Text = {}


def plan_of(content: Mapping[str, Any], *, where: str) -> Plan:
    """Return the plan that a table of ``study.toml`` states; ``where`` names the file in messages.

    Raises:
        StudyError: a kind or setting is unknown or missing, or an id stands twice.
    """
    try:
        plan = msgspec.convert(dict(content), Plan)
    except msgspec.ValidationError as error:
        message = f"{where}, [analysis]: {error}"
        raise StudyError(message) from error
    ids = [planned.id for planned in plan.plan]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        message = f"{where}, [analysis]: the id {twice[0]!r} stands twice; give each result an id of its own"
        raise StudyError(message)
    for planned in plan.plan:
        _check(planned, where=where)
    if plan.reading == "sample" and not plan.population:
        message = f"{where}, [analysis]: a sample needs the size of its population, as population.defendant = 5000"
        raise StudyError(message)
    return plan


def _check(planned: Planned, *, where: str) -> None:
    """Refuse settings that contradict each other.

    Raises:
        StudyError: classes do not ascend, a group is empty or shares a code with the other, years run backwards, or
            what is counted is not said, or said twice.
    """
    wrong = ""
    if isinstance(planned, Pyramid):
        ascending = all(one < other for one, other in itertools.pairwise(planned.starts))
        wrong = "" if planned.starts and ascending else "starts must name the first number of each class, ascending"
    if isinstance(planned, Pyramid | Difference | Comparison | PoweredDifference):
        first, second = (set(group) for group in planned.groups)
        wrong = wrong or ("" if first and second else "groups must name a code for either group")
        wrong = wrong or (f"groups name code {min(first & second)} on both sides" if first & second else "")
    wrong = wrong or _asks_nothing(planned)
    if isinstance(planned, Series) and planned.first > planned.last:
        wrong = f"first ({planned.first}) is later than last ({planned.last})"
    if wrong:
        message = f"{where}, [analysis]: {planned.id}: {wrong}"
        raise StudyError(message)


def _asks_nothing(planned: Planned) -> str:
    """Return what is wrong with a plan that does not say what it counts, or says it twice; else an empty text."""
    if isinstance(planned, Count) and bool(planned.variable) != bool(planned.codes):
        return "a count of some units names both variable and codes; leave out both to count all"
    if isinstance(planned, Share):
        within = planned.at_least is not None or planned.at_most is not None
        if bool(planned.codes) == within:
            return "a share names either codes, or at_least or at_most or both"
        if planned.possible and within:
            return "possible goes with codes; bounds of a number make a range by themselves"
    if isinstance(planned, PoweredDifference) and bool(planned.codes) == bool(planned.unit):
        return "a difference names either codes, for shares, or a unit, for means"
    return ""


def files_of(plan: Plan) -> tuple[str, ...]:
    """Return the files that a plan names, each once."""
    named = (one.margins if isinstance(one, Selection) else getattr(one, "file", "") for one in plan.plan)
    return tuple(dict.fromkeys(filter(None, named)))


def is_exploratory(planned: Planned, plan: Plan) -> bool:
    """Tell whether a planned result came after the plan was fixed."""
    return plan.fixed is not None and planned.added is not None and planned.added > plan.fixed
