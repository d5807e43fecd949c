"""Where a study stands: what is done, what is stale, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from vonnis.archive.run_record import digests
from vonnis.archive.store import Store, open_store
from vonnis.errors import StudyError, VonnisError
from vonnis.study.assignment import holding
from vonnis.study.coding import Coding
from vonnis.study.flow import StudyFlow
from vonnis.study.log import Assignment
from vonnis.study.unit import FLOWING, Unit
from vonnis.study.words import Subject
from vonnis.workflow.codings import CODEBOOK, carried, codebook_of, final_of
from vonnis.workflow.dataset import Summary, read_summary
from vonnis.workflow.erasing import not_carried_out
from vonnis.workflow.meeting import queue
from vonnis.workflow.overruling import checked_protocol
from vonnis.workflow.packs import packs_of
from vonnis.workflow.permissions import permission_notices
from vonnis.workflow.population import PROTOCOL, drawn_units, flow, in_study, older_alone, taught, units_in_study
from vonnis.workflow.withdrawals import CORPUS, stale_in

if TYPE_CHECKING:
    from vonnis.codebook.codebook import Codebook

State = Literal["done", "under way", "open", "stale", "wrong"]


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """A stage of the work: how far it is, in a word and in a sentence."""

    name: str
    state: State
    words: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a study stands.

    Attributes:
        stages: from the protocol to the release.
        flow: the units from the list to the coding.
        progress: for each coder and round, the units given and those with an answer to anything.
        ask_again: for each variable, the answers that a rule of the coders' meeting or a new version of the codebook
            asks for again, and that nobody has given since.
        next: what to type next.
    """

    stages: tuple[Stage, ...]
    flow: StudyFlow
    progress: tuple[Progress, ...]
    ask_again: dict[str, int]
    next: tuple[str, ...]


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a coder is in a round; it says nothing about speed."""

    coder: str
    round: str
    given: int
    begun: int


def standing_of(folder: Path, *, on: dt.date | None = None) -> Standing:
    """Return where a study stands, from its files and its log; nothing is changed.

    ``on`` is the day on which permissions are looked at; without it they are not.

    Raises:
        StudyError: the folder is none, or its database cannot be used.
    """
    if not folder.is_dir():
        message = f"{folder} is no folder; make a study with `vonnis new`, or name its folder"
        raise StudyError(message)
    files = (_file_stage("protocol", folder / PROTOCOL, checked_protocol), _codebook_stage(folder))
    if not (folder / "coding.sqlite3").exists() and not _elsewhere():
        return Standing(
            stages=(*files, *_later(folder)),
            flow=StudyFlow(0, (), ()),
            progress=(),
            ask_again={},
            next=_next(files, "vonnis frame import LIST.xlsx --key ../key.csv"),
        )
    with closing(open_store(folder)) as store:
        store.actions()
        return _standing(folder, store, files, on=on)


def _standing(folder: Path, store: Store, files: tuple[Stage, ...], *, on: dt.date | None) -> Standing:
    counted = flow(store)
    codebook = None if any(stage.state in ("open", "wrong") for stage in files[1:]) else codebook_of(folder)
    files = _with_versions(files, store, codebook)
    if older_alone(store):
        return _of_older_alone(folder, store, files, codebook)
    erased = not_carried_out(store)
    stages = [
        *files,
        *_permission_stage(store, on=on),
        *_packs_stage(store),
        *_withdrawn_stage(folder, store),
        *_erasure_stage(erased),
        _frame_stage(store, counted),
        _sample_stage(store, counted),
        _assignment_stage(store),
    ]
    coding, advice = _coding_stage(store, codebook)
    stages += [coding, _dataset_stage(folder, store, codebook), *_later(folder)]
    hints = {
        "frame": "vonnis frame import LIST.xlsx --key ../key.csv",
        "assignment": "vonnis assign --coder A --coder B --overlap 0.2",
        "judgments": "vonnis destroy --withdrawn",
        "erasure": f"vonnis destroy {' '.join(_named(erased))} --ground GROUND",
        "coding": advice,
        "dataset": "vonnis dataset",
        "results": "vonnis analyse",
    }
    todo = next((hints[stage.name] for stage in stages if stage.name in hints and stage.state != "done"), None)
    return Standing(
        stages=tuple(stages),
        flow=counted,
        progress=tuple(_progress(store)),
        ask_again=_ask_again(store),
        next=_next(files, todo or "vonnis release"),
    )


def _of_older_alone(folder: Path, store: Store, files: tuple[Stage, ...], codebook: Codebook | None) -> Standing:
    """Return where a folder stands that holds nothing but older studies, which nobody codes here."""
    people = sum(unit.level == "defendant" for unit in store.records(Unit))
    words = f"{people} defendants of an older study, taken in with {store.count(Coding)} answers"
    stages = (
        *files,
        Stage(name="frame", state="done", words=words),
        _dataset_stage(folder, store, codebook),
        *_later(folder),
    )
    hints = {"dataset": "vonnis dataset", "results": "vonnis analyse"}
    todo = next((hints[stage.name] for stage in stages if stage.name in hints and stage.state != "done"), None)
    return Standing(
        stages=stages, flow=flow(store), progress=(), ask_again={}, next=_next(files, todo or "vonnis release")
    )


def _next(files: tuple[Stage, ...], otherwise: str) -> tuple[str, ...]:
    lacking = [stage for stage in files if stage.state != "done"]
    return tuple(f"mend {stage.name}: {stage.words}" for stage in lacking) or (otherwise,)


def _elsewhere() -> bool:
    import os

    return bool(os.environ.get("DATABASE_URL"))


def _file_stage(name: str, path: Path, read: Callable[[Path], object]) -> Stage:
    if not path.is_file():
        return Stage(name=name, state="open", words=f"{path.name} is not there; `vonnis new` makes one")
    try:
        read(path)
    except VonnisError as error:
        return Stage(name=name, state="wrong", words=str(error))
    return Stage(name=name, state="done", words=path.name)


def _codebook_stage(folder: Path) -> Stage:
    found = _file_stage("codebook", folder / CODEBOOK, lambda _: codebook_of(folder))
    if found.state != "done":
        return found
    codebook = codebook_of(folder)
    words = f"{codebook.name} {codebook.version}, {len(codebook.questions)} questions"
    return Stage(name="codebook", state="done", words=words)


def _with_versions(files: tuple[Stage, ...], store: Store, codebook: Codebook | None) -> tuple[Stage, ...]:
    """Return the stages of the files, the codebook's stale where codings wait to be carried over to it."""
    if codebook is None:
        return files
    done: Counter[str] = Counter()
    for one in carried(store):
        done[one.from_] += one.codings + one.set_aside
    given = store.tally(Coding, "codebook_version")
    waiting = {version: n - done[version] for version, n in given.items() if version != codebook.version}
    waiting = {version: n for version, n in waiting.items() if n > 0}
    if not waiting:
        return files
    told = ", ".join(f"{number:,} codings are of version {version}" for version, number in waiting.items())
    words = f"{codebook.name} {codebook.version}; {told}: carry them over with `vonnis codebook migrate`"
    return tuple(Stage(name=one.name, state="stale", words=words) if one.name == "codebook" else one for one in files)


def _frame_stage(store: Store, counted: StudyFlow) -> Stage:
    if not counted.units:
        return Stage(name="frame", state="open", words="no units yet")
    flowing = [unit for unit in store.records(Unit) if unit.level in FLOWING]
    frames = {unit.frame for unit in flowing if unit.frame}
    what = "papers" if any(unit.level == "paper" for unit in flowing) else "defendants"
    words = f"{counted.units} {what} from {len(frames)} lists or selections, {len(counted.left)} left in"
    return Stage(name="frame", state="done", words=words)


def _sample_stage(store: Store, counted: StudyFlow) -> Stage:
    drawn = drawn_units(store)
    if not drawn:
        return Stage(name="sample", state="done" if counted.units else "open", words="a census: every unit is coded")
    inside = len(in_study(store))
    return Stage(name="sample", state="done", words=f"{len(drawn)} drawn, {inside} of them still in")


def _assignment_stage(store: Store) -> Stage:
    given: dict[str, set[str]] = {}
    for one in holding(store.records(Assignment)):
        if one.round in ("main", "recode"):
            given.setdefault(one.unit, set()).add(one.coder)
    wanted = set(in_study(store))
    if not given:
        return Stage(name="assignment", state="open", words="nobody has been given a unit")
    double = sum(len(coders) > 1 for coders in given.values())
    spared = taught(store)
    lacking = len(wanted - given.keys() - spared)
    words = f"{len(given)} units given out, {double} of them to two coders" + (
        f", {lacking} not yet" if lacking else ""
    )
    words += _kept_for_training(len(wanted & spared - given.keys()))
    return Stage(name="assignment", state="under way" if lacking else "done", words=words)


def _coding_stage(store: Store, codebook: Codebook | None) -> tuple[Stage, str]:
    """Return the stage of coding, with what comes next in it."""
    if codebook is None:
        words = f"{store.count(Coding)} codings, which cannot be read without their codebook"
        return Stage(name="coding", state="open", words=words), "vonnis codebook check"
    final = final_of(store, codebook=codebook)
    inside = {unit.id for unit in units_in_study(store)}
    differ = sum(str(unit) in inside for unit in final.filter(final["basis"] == "open")["unit"])
    units = set(final["unit"].cast(str).to_list()) if final.height else set()
    wanted = set(in_study(store))
    spared = wanted & taught(store) - units
    wanted -= spared
    begun = len(wanted & units)
    state: State = "open" if not begun else "done" if begun == len(wanted) and not differ else "under way"
    what = "papers" if codebook.at("paper") and not codebook.at("defendant") else "defendants"
    words = f"{begun} of {len(wanted)} {what} have answers, {store.count(Coding)} codings, {differ} differences open"
    words += _kept_for_training(len(spared))
    complete = begun == len(wanted)
    return Stage(name="coding", state=state, words=words), (
        "vonnis adjudicate --list > differences.csv" if complete and differ else "vonnis code-import CODINGS.csv"
    )


def _kept_for_training(units: int) -> str:
    """Return what is said of the units that nobody codes in a round that counts, as the training shows their case."""
    return f", {units} coded in the training alone" if units else ""


def _permission_stage(store: Store, *, on: dt.date | None) -> Iterator[Stage]:
    """Yield a stage only where there is something to say about the permissions of closed files."""
    found = permission_notices(store, on=on) if on is not None else ()
    if found:
        shut = any(notice.closes or notice.state == "destroy_overdue" for notice in found)
        words = "; ".join(notice.words for notice in found)
        yield Stage(name="permission", state="wrong" if shut else "under way", words=words)


def _packs_stage(store: Store) -> Iterator[Stage]:
    """Yield a stage only where packs may still come back, and so can be opened with their keys."""
    out = [f"{pack.coder} since {pack.day}" for pack in packs_of(store) if not pack.ended]
    if out:
        words = f"may still come back: {', '.join(out)}; the last of each: vonnis merge --last"
        yield Stage(name="packs", state="under way", words=words)


def _withdrawn_stage(folder: Path, store: Store) -> Iterator[Stage]:
    """Yield a stage only where the corpus of the study has erased judgments that the study still quotes."""
    stale = stale_in(store, folder / CORPUS)
    if stale:
        what = "1 judgment was" if len(stale) == 1 else f"{len(stale)} judgments were"
        words = f"{what} withdrawn or replaced by the court, and the study still quotes them; erase that here too"
        yield Stage(name="judgments", state="stale", words=words)


def _erasure_stage(erased: Sequence[Subject]) -> Iterator[Stage]:
    """Yield a stage only where something was erased elsewhere, or by halves, and can still be read here."""
    if erased:
        what = "1 unit or document is" if len(erased) == 1 else f"{len(erased)} units and documents are"
        words = f"{what} erased, in a copy that was taken in, say, and can still be read here; erase that here too"
        yield Stage(name="erasure", state="wrong", words=words)


def _named(erased: Iterable[Subject]) -> Iterator[str]:
    """Yield units and documents as `vonnis destroy` takes them."""
    for one in erased:
        yield one.unit or f"--document {one.document}"


def _dataset_stage(folder: Path, store: Store, codebook: Codebook | None) -> Stage:
    made: Summary | None = read_summary(folder)
    if made is None:
        return Stage(name="dataset", state="open", words="not made yet")
    if made.store != store.head():
        return Stage(name="dataset", state="stale", words="codings, units or decisions came after it; make it again")
    if codebook is not None and made.codebook != codebook.digest:
        return Stage(name="dataset", state="stale", words="the codebook has changed since; make it again")
    return Stage(name="dataset", state="done", words=f"made {made.at:%Y-%m-%d %H:%M} UTC")


def _later(folder: Path) -> tuple[Stage, ...]:
    """Return the stages after the dataset, as far as their files tell."""
    results = any((folder / "private").glob("results*.json*"))
    page = folder / "release" / "report.html"
    return (
        Stage(name="results", state="done" if results else "open", words="in private/" if results else "not yet"),
        _release_stage(folder, page),
    )


def _release_stage(folder: Path, page: Path) -> Stage:
    if not page.is_file():
        return Stage(name="release", state="open", words="not yet")
    record = folder / "private" / "run.json"
    if record.is_file():
        told = msgspec.json.decode(record.read_bytes())
        inputs = {one["path"]: one["sha256"] for one in told.get("inputs", ())}
        now = {
            one.path: one.sha256
            for one in digests((folder / name for name in inputs if (folder / name).exists()), below=folder)
        }
        changed = sorted(name for name, digest in inputs.items() if now.get(name) != digest)
        if changed:
            more = f" and {len(changed) - 1} other files" if len(changed) > 1 else ""
            return Stage(name="release", state="stale", words=f"{changed[0]}{more} changed after it; release again")
    return Stage(name="release", state="done", words=str(page.relative_to(folder)))


def _progress(store: Store) -> Iterator[Progress]:
    given: dict[tuple[str, str], set[str]] = {}
    for one in holding(store.records(Assignment)):
        given.setdefault((one.coder, one.round), set()).add(one.unit)
    table = store.table(Coding, ("unit", "coder", "round")).unique()
    answered: dict[tuple[str, str], set[str]] = {}
    for unit, coder, round_ in table.iter_rows():
        answered.setdefault((str(coder), str(round_)), set()).add(str(unit))
    for (coder, round_), units in sorted(given.items()):
        begun = len(units & answered.get((coder, round_), set()))
        yield Progress(coder=coder, round=round_, given=len(units), begun=begun)


def _ask_again(store: Store) -> dict[str, int]:
    """Return how many answers wait to be given anew since a rule of the meeting, by variable."""
    return dict(sorted(Counter(each.variable for each in queue(store)).items()))
