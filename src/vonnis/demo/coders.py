"""The simulated coders of the demonstration: they answer from the invented truth, and err at rates that are known.

The list of suspects becomes the frame, two coders code with an overlap, a part of the files on paper (with locators in
place of passages). Where both answered and differ, it is adjudicated. Then the answers that the machine gave are shown,
and whoever answered otherwise reads the file again: some mend a slip, others find that the machine misread. So the
final values are true, but for a slip where one coder answered and the machine was silent, and the figures of the report
rest on them. All of it goes the way of a real study, through the same functions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import msgspec

from vonnis.archive.files import write_atomically
from vonnis.archive.store import Store, open_store
from vonnis.codebook.codebook import Codebook, Variable
from vonnis.codebook.missing import Missing
from vonnis.demo.machine import machine_codings, told_otherwise
from vonnis.demo.places import Place, places_of, table_of, truth_of, units_of
from vonnis.demo.plan import Plan
from vonnis.errors import UsageError
from vonnis.study.coding import Adjudication, Coding, Evidence, Locator, Reveal, Round, latest
from vonnis.study.log import Assignment
from vonnis.study.protocol import read_protocol
from vonnis.study.revealing import RevealPlan
from vonnis.study.seen import noted
from vonnis.workflow.agreement import DATABASE
from vonnis.workflow.codings import codebook_of
from vonnis.workflow.dataset import Summary, write_dataset
from vonnis.workflow.differing import Settlement, adjudicate, open_differences
from vonnis.workflow.population import RoundPlan, assign_units
from vonnis.workflow.study import PROTOCOL, Computed

CODERS = ("Codeur A", "Codeur B")
OVERLAP = 0.3
"""The share of the clients that both coders code."""
ERRORS = {"k_birth_year": 0.02, "k_imp_prison": 0.05, "k_imp_suspended": 0.03, "k_imp_hours": 0.04,
          "k_demand_stated": 0.03, "v_sex": 0.01, "v_age_start": 0.06, "p_first_contact": 0.03, "p_victim_age": 0.05,
          "p_channels": 0.08}  # fmt: skip
"""How often a coder errs, by variable: known here, and measured by the study."""
_MAKER, _JUDGE = "FICTIEF", "Beslisser"
_LAST = "private/coding.json"
"""What is written last: where it stands, the coding was done to its end."""
_REREAD = "FICTIEF: dossier herlezen"
_LEAST, _MOST = 10, 17
_WRONG = {"duration": ("P1D", "P2D", "P3M", "P6M"), "hours": ("PT40H", "PT120H", "PT200H")}
Question = tuple[str, str]


def code(folder: Path, plan: Plan, *, computed: Computed, seed: int, at: dt.datetime) -> Summary | None:
    """Simulate the coding of the demonstration in its study folder; None where it was coded before.

    ``computed`` is what the machine read in the judgments.
    """
    if (folder / DATABASE).exists():
        return None
    begun, reread = at - dt.timedelta(days=1), at - dt.timedelta(hours=1)
    codebook = codebook_of(folder)
    places = places_of(folder, plan, seed=seed, at=begun)
    write_atomically(folder / "units.csv", table_of(places))
    assigned = assign_units(folder, RoundPlan(coders=CODERS, overlap=OVERLAP, seed=seed), by=_MAKER, at=begun)
    truths = {key: value for place in places for key, value in truth_of(place, codebook.by_name)}
    machine = tuple(machine_codings(folder, computed, places=places, at=begun))
    read_in = {(one.unit, one.variable): one.evidence for one in machine}
    read_in |= {question: (passage,) for question, passage in told_otherwise(computed, places=places)}
    texts = {judgment.key: judgment.text for judgment in computed.judgments}
    human = _human(places, assigned, codebook, read_in=read_in, seed=seed, at=begun)
    codings = [noted(coding, texts) for coding in (*human, *machine)]
    with closing(open_store(folder)) as store:
        with store.action("code import", actor=_MAKER, at=begun, detail={"simulated": True}) as writing:
            writing.add(unit for place in places for unit in units_of(place))
            writing.add(codings)
        differences = open_differences(store, codebook=codebook)
    settled = [
        Settlement(unit=one.unit, variable=one.variable, answer=truths[one.unit, one.variable], reason=_REREAD)
        for one in differences
    ]
    if settled:
        adjudicate(folder, settled, by=_JUDGE, at=at)
    with closing(open_store(folder)) as store:
        sealed_until = read_protocol(folder / PROTOCOL).coding.reveal
        shown = list(_after_reveal(store, truths, plan=sealed_until, at=reread))
        with store.action("machine.reveal", actor=_MAKER, at=reread, detail={"simulated": True}) as writing:
            writing.add(shown)
    made = write_dataset(folder, at=at)
    write_atomically(folder / _LAST, _measured(folder))
    return made


def discard_interrupted(folder: Path) -> None:
    """Throw away the codings of a demonstration that was killed while it made them, so that they are made anew.

    Raises:
        UsageError: somebody else's work is among them.
    """
    if not (folder / DATABASE).exists() or (folder / _LAST).exists():
        return
    with closing(open_store(folder)) as store:
        others = sorted({action.actor for action in store.actions()} - {_MAKER, _JUDGE})
    if others:
        message = f"{folder} was broken off, and holds codings by {others[0]}; name a new folder with --out"
        raise UsageError(message)
    for ending in ("", "-wal", "-shm"):
        (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)


def _measured(folder: Path) -> bytes:
    """Return what the study finds about its coders and its machine, beside the rates at which the coders err."""
    from vonnis.study.agreement.measuring import Intervals, as_json, measure
    from vonnis.workflow.agreement import study_machine_errors, study_ratings
    from vonnis.workflow.codings import revised

    found = {
        "fictional": True,
        "error_rates": ERRORS,
        "agreement": {
            each.ratings.variable: as_json(measure(each.ratings, Intervals(method="analytic")))
            for each in study_ratings(folder)
        },
        "machine": {name: msgspec.to_builtins(error) for name, error in study_machine_errors(folder).items()},
        "after_reveal": [msgspec.to_builtins(one) for one in revised(folder)],
    }
    return msgspec.json.format(msgspec.json.encode(found, order="deterministic"), indent=2) + b"\n"


def _human(
    places: Sequence[Place],
    assigned: Sequence[Assignment],
    codebook: Codebook,
    *,
    read_in: Mapping[Question, tuple[Evidence, ...]],
    seed: int,
    at: dt.datetime,
) -> Iterator[Coding]:
    """Yield what the coders answer: the truth, but for their known rates of error."""
    by_unit = {place.defendant.id: place for place in places}
    for one in assigned:
        place = by_unit[one.unit]
        for (unit, name), truth in truth_of(place, codebook.by_name):
            rng = Random(f"{seed} {one.coder} {unit} {name}")
            value = _slip(rng, codebook.by_name[name], truth) if rng.random() < ERRORS[name] else truth
            evidence = _read_at(place, rng, read_in.get((unit, name), ()))
            yield _coding((unit, name), value, coder=one.coder, evidence=evidence, at=at)


def _slip(rng: Random, variable: Variable, truth: str) -> str:
    """Return another answer than the true one: a neighbouring number or day, another category, another length."""
    if variable.type == "integer":
        return str(int(truth) + rng.choice((-1, 1)))
    if variable.type == "interval":
        low = int(truth.partition("..")[0]) + rng.choice((-1, 1))
        return str(max(_LEAST, min(low, _MOST)))
    if variable.type == "date":
        return (dt.date.fromisoformat(truth) + dt.timedelta(days=rng.choice((-31, 31)))).isoformat()
    if variable.type == "duration":
        others = _WRONG["hours" if variable.name == "k_imp_hours" else "duration"]
    else:
        others = tuple(str(each.code) for each in variable.categories)
    return rng.choice([value for value in others if value != truth])


def _read_at(place: Place, rng: Random, passages: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return where an answer was read: one file in five lies on paper, of which a page is all that may be noted."""
    if place.client.on_paper:
        return (Locator(f"FICTIEF dossier {place.defendant.id}", page=str(rng.randrange(1, 60))),)
    return passages or (Locator(place.client.judgments[-1].ecli),)


def _coding(
    question: Question,
    value: str,
    *,
    coder: str,
    evidence: tuple[Evidence, ...],
    at: dt.datetime,
    round_: Round = "main",
) -> Coding:
    missing = Missing.NOT_STATED if value == "-8" else None
    return Coding(
        unit=question[0],
        variable=question[1],
        coder=coder,
        value=None if missing is not None else value,
        missing=missing,
        evidence=evidence,
        standing="court",
        codebook_version="1.0.0",
        round=round_,
        at=at,
    )


def _after_reveal(
    store: Store, truths: Mapping[Question, str], *, plan: RevealPlan, at: dt.datetime
) -> Iterator[Reveal | Coding]:
    """Yield which answers of the machine were shown, and what coders then code again after reading the file once more.

    What was adjudicated has been read again already. A coder who answered as the machine did has no reason to.
    """
    decided = {(one.unit, one.variable) for one in store.records(Adjudication)}
    codings = latest(store.records(Coding))
    machine = {(one.unit, one.variable): one.value for one in codings if one.round == "machine"}
    for one in codings:
        question = (one.unit, one.variable)
        shown = question in machine and plan.covers(one.variable, round_=one.round)
        if one.round != "main" or question in decided or not shown:
            continue
        yield Reveal(unit=one.unit, variable=one.variable, coder=one.coder, at=at)
        answer = one.value if one.missing is None else str(int(one.missing))
        if one.value != machine[question] and answer != truths[question]:
            later = at + dt.timedelta(minutes=1)
            yield _coding(question, truths[question], coder=one.coder, evidence=one.evidence, at=later, round_="recode")
