"""From one version of a codebook to the next without losing a coding: a data file that says what becomes of each.

::

    from: 1.0.0
    to: 1.1.0
    steps:
      - {do: rename, variable: k_work, to: k_occupation}
      - {do: recode, variable: k_plea, code: 3, into: [4]}
      - {do: split, variable: k_motive, code: 97, into: [5, 6]}
      - {do: merge, variable: v_living, codes: [3, 4], into: [3]}
      - {do: add, variable: k_housing}
      - {do: redefine, variable: k_plea, ask_again: true}
      - {do: drop, variable: k_old}

The codings of the older version stay where they are, as everything that was ever answered. ``migrate`` is a pure
function: it gives the answers of the new version and the queue of what must be asked again, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from vonnis.codebook.codebook import Codebook, Variable
from vonnis.codebook.diff import compare
from vonnis.codebook.values import read_answer
from vonnis.located.decoding import WRONG, decode, nearest
from vonnis.located.node import Node, Notes
from vonnis.located.text import read_text
from vonnis.located.yaml_file import parse_yaml

Do = Literal["rename", "recode", "split", "merge", "add", "redefine", "drop"]


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that happens to a variable; which of the settings it needs is said by ``_NEEDS``.

    ``ask_again`` puts every answer that the step touches on the queue. A split always does, since nobody but a coder
    can tell into which of the new codes an old answer falls. Steps on codes of one variable happen at once: two of
    them can exchange codes.
    """

    do: Do
    variable: str
    to: str | None = None
    codes: tuple[int, ...] = ()
    code: int | None = None
    into: tuple[int, ...] = ()
    ask_again: bool = False
    reason: dict[str, str] = {}


class Migration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """The steps from one version to the next, in order."""

    from_: str
    to: str
    steps: tuple[Step, ...] = ()


class Entry(msgspec.Struct, frozen=True, order=True):
    """An answer in its written form (see ``values``), and whose it is; ``coding`` is an id that comes along."""

    unit: str
    variable: str
    coder: str
    answer: str
    coding: str = ""


class AskAgain(msgspec.Struct, frozen=True, order=True):
    """A question that a coder must answer anew; ``was`` is the old answer, empty where there was none."""

    unit: str
    variable: str
    coder: str
    was: str
    why: str


class Migrated(msgspec.Struct, frozen=True):
    """The answers under the new version, the queue, and the old answers that have no place in the new version.

    Each old answer is in exactly one of ``kept``, ``ask_again`` and ``set_aside``.
    """

    kept: tuple[Entry, ...]
    ask_again: tuple[AskAgain, ...]
    set_aside: tuple[Entry, ...]


_NEEDS: dict[str, tuple[str, ...]] = {
    "rename": ("to",),
    "recode": ("code", "into"),
    "split": ("code", "into"),
    "merge": ("codes", "into"),
    "add": (),
    "redefine": (),
    "drop": (),
}


def read_migration(path: Path, *, before: Codebook, after: Codebook) -> Migration:
    """Return the migration in a file, checked against the two versions that it joins.

    Raises:
        StudyError: the file cannot be read.
        MistakesError: it does not join these versions, or leaves a coding without a place.
    """
    notes = Notes(str(path))
    node = parse_yaml(read_text(path, hint="name a migration, such as migrations/1.1.0.yaml"), notes)
    found = decode(node, Migration, notes=notes) if node is not None else WRONG
    if node is not None and found is not WRONG:
        _check(found, node, notes, (before, after))
    notes.stop_if_any()
    migration: Migration = found
    return migration


def _check(migration: Migration, node: Node, notes: Notes, versions: tuple[Codebook, Codebook]) -> None:
    before, after = versions
    for key, version in (("from", before.version), ("to", after.version)):
        stated = migration.from_ if key == "from" else migration.to
        if stated != version:
            notes.add(node.at(key), f"this migration goes `{key}` {stated}, and the codebook is {version}; mend one")
    for number, step in enumerate(migration.steps):
        for name, sentence in _step_mistakes(step, before, after):
            notes.add(node.at("steps", number, name), sentence)
    told = {step.variable for step in migration.steps} | {step.to for step in migration.steps}
    for change in compare(before, after):
        variable = change.place.partition(".")[0]
        touched = variable in before.by_name or variable in after.by_name
        if touched and variable not in told and change.weight == "meaning":
            sentence = f"`{change.place}` differs in meaning and no step says what becomes of its codings"
            notes.add(node.at("steps"), f"{sentence}; add one (rename, recode, split, merge, redefine or drop)")
        elif variable in after.by_name and variable not in told and variable not in before.by_name:
            notes.add(node.at("steps"), f"`{variable}` is new; add the step {{do: add, variable: {variable}}}")


def _step_mistakes(step: Step, before: Codebook, after: Codebook) -> Iterator[tuple[str, str]]:
    for need in _NEEDS[step.do]:
        if getattr(step, need) in (None, ()):
            yield "do", f"`{step.do}` needs `{need}`; add it"
    old, new = before.by_name, after.by_name
    known = new if step.do == "add" else old
    if step.variable not in known:
        hint = nearest(step.variable, list(known)) or "; check the name"
        yield (
            "variable",
            f"`{step.variable}` is no variable of version {(after if step.do == 'add' else before).version}{hint}",
        )
        return
    if step.do == "add" and step.variable in old:
        yield "do", f"`{step.variable}` is asked already; write `redefine`"
    if step.do == "drop" and step.variable in new:
        yield "do", f"`{step.variable}` is still asked; write `redefine`, or remove it from the codebook"
    if step.do == "rename" and step.to not in new:
        yield "to", f"`{step.to}` is no variable of version {after.version}{nearest(step.to or '', list(new))}"
    target = new.get(_renamed(step, after))
    yield from _code_mistakes(step, old[step.variable], target) if step.do in {"recode", "split", "merge"} else ()


def _renamed(step: Step, after: Codebook) -> str:
    return step.to if step.to is not None and step.to in after.by_name else step.variable


def _code_mistakes(step: Step, old: Variable, new: Variable | None) -> Iterator[tuple[str, str]]:
    for code in (*step.codes, *(() if step.code is None else (step.code,))):
        if code not in old.codes:
            yield ("codes" if step.codes else "code"), f"{code} is no category of `{old.name}` in the old version"
    for code in step.into:
        if new is not None and code not in new.codes:
            yield "into", f"{code} is no category of `{new.name}` in the new version"
    if step.do in {"recode", "merge"} and len(step.into) > 1:
        yield "into", f"`{step.do}` goes into one code; for several write `split`"


def migrate(entries: Iterable[Entry], migration: Migration, *, before: Codebook, after: Codebook) -> Migrated:
    """Return what becomes of answers under the new version.

    An answer that the new version does not take (a range that became narrower, say) is asked again rather than kept.
    Questions that are new are asked of every unit of their level that has an answer, of the coders who answered.
    """
    kept: list[Entry] = []
    again: list[AskAgain] = []
    aside: list[Entry] = []
    people: dict[tuple[str, str], None] = {}
    levels: dict[str, str] = {}
    for entry in entries:
        variable = before.by_name.get(entry.variable)
        if variable is None:
            aside.append(entry)
            continue
        people[entry.unit, entry.coder] = None
        levels[entry.unit] = variable.level
        _one(entry, [step for step in migration.steps if step.variable == entry.variable], after, (kept, again, aside))
    for step in migration.steps:
        if step.do == "add":
            level = after.by_name[step.variable].level
            units = [(unit, coder) for unit, coder in people if levels[unit] == level]
            again += [AskAgain(unit, step.variable, coder, "", _why(step, "new question")) for unit, coder in units]
    return Migrated(tuple(kept), tuple(sorted(set(again))), tuple(aside))


def _one(
    entry: Entry, steps: list[Step], after: Codebook, sinks: tuple[list[Entry], list[AskAgain], list[Entry]]
) -> None:
    """Put one answer where it belongs."""
    kept, again, aside = sinks
    name = next((step.to for step in steps if step.do == "rename" and step.to), entry.variable)
    variable = after.by_name.get(name)
    if variable is None or any(step.do == "drop" for step in steps):
        aside.append(entry)
        return
    answer = _recoded(steps, entry.answer)
    why = next(filter(None, (_asked_again(step, entry.answer) for step in steps)), "") or _refused(variable, answer)
    if why:
        again.append(AskAgain(entry.unit, name, entry.coder, entry.answer, why))
    else:
        kept.append(msgspec.structs.replace(entry, variable=name, answer=answer))


def _old_codes(step: Step) -> set[str]:
    return {str(code) for code in (*step.codes, *(() if step.code is None else (step.code,)))}


def _asked_again(step: Step, answer: str) -> str:
    """Return why a step puts an answer on the queue, or nothing."""
    touched = bool(_old_codes(step) & set(answer.split(";"))) or step.do in {"rename", "redefine"}
    if step.do == "split" and touched:
        return _why(step, f"code {step.code} was split")
    if step.ask_again and touched:
        return _why(step, "the question was redefined" if step.do == "redefine" else f"changed ({step.do})")
    return ""


def _recoded(steps: list[Step], answer: str) -> str:
    """Return the answer after all steps on codes, at once; a set keeps each code once."""
    moved = {code: str(step.into[0]) for step in steps if step.do in {"recode", "merge"} for code in _old_codes(step)}
    codes = answer.split(";")
    if not moved.keys() & set(codes):
        return answer
    return ";".join(sorted({moved.get(code, code) for code in codes}, key=int))


def _refused(variable: Variable, answer: str) -> str:
    try:
        read_answer(variable, answer)
    except ValueError as error:
        return str(error)
    return ""


def _why(step: Step, default: str) -> str:
    return step.reason.get("en") or default
