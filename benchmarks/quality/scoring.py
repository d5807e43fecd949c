"""Scores by the yardstick that lies outside the repository, with an interval and a constant guess beside each."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from benchmarks.quality.intervals import Counts, f1, f1_interval, wilson
from benchmarks.quality.material import SHARED, Labels, MaterialSet

YARDSTICK = SHARED / "tools" / "score.py"
SHARES = ("outcome", "decision", "instance", "demand_stated", "birth_year", "sex", "pretrial_deducted")
F1S = (
    "imposed_main_core",
    "imposed_all_core",
    "imposed_all_full",
    "demanded_main_core",
    "demanded_all_full",
    "statutes",
    "defendant_age",
    "victim_ages",
)
DOUBTED_AS: Mapping[str, tuple[str, ...]] = {
    **{name: ("imposed",) for name in F1S if name.startswith("imposed")},
    **{name: ("demanded",) for name in F1S if name.startswith("demanded")},
    "statutes": ("statutes",),
    "defendant_age": ("defendant.age_at_judgment", "defendant.age_at_offence"),
    "victim_ages": ("victims",),
    "outcome": ("outcome",),
    "decision": ("decision",),
    "instance": ("instance",),
    "demand_stated": ("demanded", "demand_stated"),
    "birth_year": ("defendant.birth_year",),
    "sex": ("defendant.sex",),
    "pretrial_deducted": ("pretrial_detention_deducted",),
}
"""By measure, the fields of a record on which a doubt says that its values were not decided."""
_YEAR = 3
"""The place of the year in an ECLI."""

Score = Callable[[Labels, Labels], dict[str, Any]]


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the scoreboard: ``value`` is an F1 or a share, ``constant`` what one answer for all would score.

    There are ``n`` labelled values (or judgments, for a share). ``given`` is how many values were read, of which
    ``right`` stand in the labels and ``wrong`` do not. ``withheld`` are those labelled and not given right where a
    doubt on the field says that it was not decided.
    """

    name: str
    kind: str
    n: int
    given: int
    right: int
    wrong: int
    withheld: int
    value: float
    low: float
    high: float
    constant: float


class KindTally(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of sanction: how often labelled and extracted, and how often right in core and in full.

    ``commonest`` is how many of those labelled the commonest one equals in full: what a constant guess would get.
    """

    which: str
    kind: str
    labelled: int
    extracted: int
    core: int
    full: int
    commonest: int


class DecadeTally(msgspec.Struct, frozen=True, kw_only=True):
    """Sanctions imposed by judgments of one decade: how many labelled, how many extracted, how many right in full."""

    decade: str
    judgments: int
    labelled: int
    extracted: int
    full: int
    commonest: int


class DoubtTally(msgspec.Struct, frozen=True, kw_only=True):
    """How many doubts concern one field, and in how many of the judgments concerned its value is right all the same.

    ``judgments`` is how many have such a doubt and a label for the field; without labels it is nought.
    """

    field: str
    doubts: int
    judgments: int
    right: int


class SetScore(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is scored on one set of material."""

    title: str
    records: int
    spans: int
    spans_not_in_text: int
    doubts: int
    measures: tuple[Measure, ...]
    doubted: tuple[DoubtTally, ...]
    kinds: tuple[KindTally, ...]
    decades: tuple[DecadeTally, ...]


def score_set(material: MaterialSet) -> SetScore:
    """Return the scores of one set; SystemExit where the yardstick fails."""
    whole = _run_yardstick(material)
    score: Score = runpy.run_path(str(YARDSTICK))["score"]
    labels = {name: label for name, label in material.labels.items() if label.get("certain", True)}
    apart = {name: score({name: label}, material.predictions) for name, label in labels.items()}
    doubted = {
        name: [doubt["field"] for doubt in material.predictions.get(name, {}).get("failures") or []] for name in labels
    }
    constants = [score(labels, dict.fromkeys(labels, _as_record(label))) for label in labels.values()]
    return SetScore(
        title=material.title,
        records=whole["records"],
        spans=whole["evidence"]["spans"],
        spans_not_in_text=whole["evidence"]["not_in_text"],
        doubts=whole["withheld"],
        measures=tuple(_measures(whole, apart, constants, doubted=doubted)),
        doubted=tuple(_doubted(apart, doubted)),
        kinds=tuple(_kinds(labels, material.predictions)),
        decades=tuple(_decades(labels, material.predictions)),
    )


def _run_yardstick(material: MaterialSet) -> dict[str, Any]:
    command = [sys.executable, str(YARDSTICK), str(material.labels_file), str(material.predictions_file)]
    done = subprocess.run(
        [*command, "--texts", str(material.texts), "--json"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{YARDSTICK} failed: {done.stderr.strip()}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


Scores = dict[str, dict[str, Any]]
"""What the yardstick says of each record by itself, by its id."""
Doubted = dict[str, list[str]]
"""The fields of each record on which there are doubts, one for each doubt."""


def _measures(
    whole: dict[str, Any], apart: Scores, constants: Sequence[dict[str, Any]], *, doubted: Doubted
) -> list[Measure]:
    lists = [name for name in F1S if whole.get(name) is not None]
    return [
        *(_of_lists(name, whole, apart, constants=constants, doubted=doubted) for name in lists),
        *(_of_shares(name, whole, apart, doubted=doubted) for name in SHARES if name in whole),
    ]


def _of_lists(
    name: str, whole: dict[str, Any], apart: Scores, *, constants: Sequence[dict[str, Any]], doubted: Doubted
) -> Measure:
    """Return the line of a measure that counts values of lists."""
    counts: list[Counts] = [(one[name]["tp"], one[name]["fp"], one[name]["fn"]) for one in apart.values()]
    # The yardstick counts records together; the same sum from single records proves that both count alike.
    if tuple(map(sum, zip(*counts, strict=True))) != tuple(whole[name][key] for key in ("tp", "fp", "fn")):
        sys.exit(f"{name}: single records do not add up to the whole; the yardstick has changed its way of counting")
    low, high = f1_interval(counts)
    right, wrong, missed = (whole[name][key] for key in ("tp", "fp", "fn"))
    return Measure(
        name=name,
        kind="F1",
        n=right + missed,
        given=right + wrong,
        right=right,
        wrong=wrong,
        withheld=sum(apart[record][name]["fn"] for record in apart if _is_doubted(name, doubted[record])),
        value=f1(counts),
        low=low,
        high=high,
        constant=max(constant[name]["f1"] for constant in constants),
    )


def _of_shares(name: str, whole: dict[str, Any], apart: Scores, *, doubted: Doubted) -> Measure:
    """Return the line of a measure that counts judgments."""
    right, of = whole[name]["right"], whole[name]["of"]
    withheld = sum(not apart[record][name]["right"] and _is_doubted(name, doubted[record]) for record in apart)
    low, high = wilson(right, of)
    return Measure(
        name=name,
        kind="share",
        n=of,
        given=of - withheld,
        right=right,
        wrong=of - right - withheld,
        withheld=withheld,
        value=right / of,
        low=low,
        high=high,
        constant=whole[name]["always_the_commonest"],
    )


def _is_doubted(name: str, fields: Sequence[str]) -> bool:
    """Tell whether a doubt on one of these fields concerns a measure."""
    return any(field in DOUBTED_AS[name] for field in fields)


def _doubted(apart: Scores, doubted: Doubted) -> list[DoubtTally]:
    """Return what doubts there are by field, and how often the value was right all the same."""
    tally = Counter(field for fields in doubted.values() for field in fields)
    found = []
    for field, count in sorted(tally.items(), key=lambda item: (-item[1], item[0])):
        records = [record for record, fields in doubted.items() if field in fields]
        verdicts = [verdict for record in records if (verdict := _all_right(apart[record], field)) is not None]
        found.append(DoubtTally(field=field, doubts=count, judgments=len(verdicts), right=sum(verdicts)))
    return found


def _all_right(scores: dict[str, Any], field: str) -> bool | None:
    """Tell whether everything that is scored on a field is right in a record; None where nothing is."""
    scored = [scores[name] for name, fields in DOUBTED_AS.items() if field in fields and scores.get(name) is not None]
    if not scored:
        return None
    return all(bool(one["right"]) if "right" in one else one["fp"] == one["fn"] == 0 for one in scored)


def _as_record(label: dict[str, Any]) -> dict[str, Any]:
    """Return a label in the shape of an extraction record, to serve as one answer for every judgment."""
    age = label.get("defendant_age")
    ages = {"min": age, "max": age} if age is not None else None
    return {
        **label,
        "defendant": {"age_at_judgment": ages},
        "victims": [{"age": a} for a in label.get("victim_ages", [])],
    }


def core(sanction: dict[str, Any]) -> tuple[Any, ...]:
    """Return what must be right at least: kind, total, suspended part."""
    return sanction["kind"], sanction.get("total"), sanction.get("suspended")


def full(sanction: dict[str, Any]) -> tuple[Any, ...]:
    """Return everything that is labelled: also probation and substitute."""
    return (*core(sanction), sanction.get("probation"), sanction.get("substitute"))


def _kinds(labels: Labels, predictions: Labels) -> list[KindTally]:
    tallies = []
    for which in ("imposed", "demanded"):
        want: Counter[str] = Counter()
        got: Counter[str] = Counter()
        right: dict[str, Counter[str]] = {"core": Counter(), "full": Counter()}
        wanted = [full(sanction) for label in labels.values() for sanction in label[which]]
        for name, label in labels.items():
            extracted = predictions.get(name, {}).get(which, [])
            want.update(sanction["kind"] for sanction in label[which])
            got.update(sanction["kind"] for sanction in extracted)
            for depth, key in (("core", core), ("full", full)):
                both = Counter(map(key, label[which])) & Counter(map(key, extracted))
                right[depth].update(sanction[0] for sanction in both.elements())
        tallies += [
            KindTally(
                which=which,
                kind=kind,
                labelled=want[kind],
                extracted=got[kind],
                core=right["core"][kind],
                full=right["full"][kind],
                commonest=_commonest([sanction for sanction in wanted if sanction[0] == kind]),
            )
            for kind in sorted(want | got, key=lambda kind: (-want[kind], kind))
        ]
    return tallies


def _decades(labels: Labels, predictions: Labels) -> list[DecadeTally]:
    groups: dict[str, list[str]] = {}
    for name, label in labels.items():
        groups.setdefault(_decade(label, predictions.get(name, {})), []).append(name)
    tallies = []
    for decade, names in sorted(groups.items()):
        pairs = [(labels[name]["imposed"], predictions.get(name, {}).get("imposed", [])) for name in names]
        tallies.append(
            DecadeTally(
                decade=decade,
                judgments=len(names),
                labelled=sum(len(want) for want, _ in pairs),
                extracted=sum(len(got) for _, got in pairs),
                full=sum((Counter(map(full, want)) & Counter(map(full, got))).total() for want, got in pairs),
                commonest=_commonest([full(sanction) for want, _ in pairs for sanction in want]),
            )
        )
    return tallies


def _commonest(sanctions: Sequence[tuple[Any, ...]]) -> int:
    """Return how many of some sanctions the commonest one equals in all its parts."""
    return max(Counter(sanctions).values(), default=0)


def _decade(label: dict[str, Any], record: dict[str, Any]) -> str:
    """Return the decade of a judgment: by its label's ECLI, else by the date that was read in it."""
    parts = (label.get("ecli") or "").split(":")
    year = parts[_YEAR] if len(parts) > _YEAR else (record.get("date") or "")[:4]
    return f"{year[:3]}0s" if year else "no date read"
