"""Scores by the yardstick that lies outside the repository, with an interval and a constant guess beside each."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
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
_YEAR = 3
"""The place of the year in an ECLI."""

Score = Callable[[Labels, Labels], dict[str, Any]]


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the scoreboard: ``value`` is an F1 or a share, ``constant`` what one answer for all would score.

    Of ``n`` labelled values (or judgments, for a share) ``right`` were read right; ``extra`` were read, but stand in no
    label.
    """

    name: str
    kind: str
    n: int
    right: int
    extra: int
    value: float
    low: float
    high: float
    constant: float


class KindTally(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of sanction: how often labelled and extracted, and how often right in core and in full."""

    which: str
    kind: str
    labelled: int
    extracted: int
    core: int
    full: int


class DecadeTally(msgspec.Struct, frozen=True, kw_only=True):
    """Sanctions imposed by judgments of one decade: how many labelled, how many extracted, how many right in full."""

    decade: str
    judgments: int
    labelled: int
    extracted: int
    full: int


class SetScore(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is scored on one set of material."""

    title: str
    records: int
    spans: int
    spans_not_in_text: int
    doubts: int
    measures: tuple[Measure, ...]
    kinds: tuple[KindTally, ...]
    decades: tuple[DecadeTally, ...]


def score_set(material: MaterialSet) -> SetScore:
    """Return the scores of one set; SystemExit where the yardstick fails."""
    whole = _run_yardstick(material)
    score: Score = runpy.run_path(str(YARDSTICK))["score"]
    labels = {name: label for name, label in material.labels.items() if label.get("certain", True)}
    apart = [score({name: label}, material.predictions) for name, label in labels.items()]
    constants = [score(labels, dict.fromkeys(labels, _as_record(label))) for label in labels.values()]
    return SetScore(
        title=material.title,
        records=whole["records"],
        spans=whole["evidence"]["spans"],
        spans_not_in_text=whole["evidence"]["not_in_text"],
        doubts=whole["withheld"],
        measures=tuple(_measures(whole, apart, constants)),
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


def _measures(whole: dict[str, Any], apart: list[dict[str, Any]], constants: list[dict[str, Any]]) -> list[Measure]:
    found = []
    for name in F1S:
        if whole.get(name) is None:
            continue
        counts: list[Counts] = [(one[name]["tp"], one[name]["fp"], one[name]["fn"]) for one in apart]
        # The yardstick counts records together; the same sum from single records proves that both count alike.
        if tuple(map(sum, zip(*counts, strict=True))) != tuple(whole[name][key] for key in ("tp", "fp", "fn")):
            sys.exit(
                f"{name}: single records do not add up to the whole; the yardstick has changed its way of counting"
            )
        low, high = f1_interval(counts)
        found.append(
            Measure(
                name=name,
                kind="F1",
                n=whole[name]["tp"] + whole[name]["fn"],
                right=whole[name]["tp"],
                extra=whole[name]["fp"],
                value=f1(counts),
                low=low,
                high=high,
                constant=max(constant[name]["f1"] for constant in constants),
            )
        )
    for name in SHARES:
        if name in whole:
            right, of = whole[name]["right"], whole[name]["of"]
            low, high = wilson(right, of)
            found.append(
                Measure(
                    name=name,
                    kind="share",
                    n=of,
                    right=right,
                    extra=0,
                    value=right / of,
                    low=low,
                    high=high,
                    constant=whole[name]["always_the_commonest"],
                )
            )
    return found


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
            )
        )
    return tallies


def _decade(label: dict[str, Any], record: dict[str, Any]) -> str:
    """Return the decade of a judgment: by its label's ECLI, else by the date that was read in it."""
    parts = (label.get("ecli") or "").split(":")
    year = parts[_YEAR] if len(parts) > _YEAR else (record.get("date") or "")[:4]
    return f"{year[:3]}0s" if year else "no date read"
