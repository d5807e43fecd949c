"""Erasing the words of a unit, a document, a source or all closed files, by throwing away their keys.

The answers stay, with their place and moment; the passages, notes and reasons under them are gone from the store and
from every copy of it. What was made from them in ``private/`` is removed, since it can be made again.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from vonnis.archive.files import half_written, remove
from vonnis.archive.sealing import RING, Seals, is_ecli
from vonnis.archive.store import Store, open_store
from vonnis.archive.texts import sealed_path
from vonnis.archive.vault import check_ring
from vonnis.codebook.codebook import Codebook
from vonnis.errors import StudyError, UsageError
from vonnis.sources.holdings import FILE, Holdings, connect
from vonnis.study.coding import Adjudication, Coding
from vonnis.study.erasure import Erasure, Ground
from vonnis.study.permission import ClosedText, Sources
from vonnis.study.protocol import Protocol, read_protocol
from vonnis.study.unit import Unit
from vonnis.study.words import Subject, words_of
from vonnis.workflow.certificate import Certificate, Gone, Lost, certified, write_certificate
from vonnis.workflow.codings import CODEBOOK, codebook_of
from vonnis.workflow.judgment_files import stems_in, take_out
from vonnis.workflow.packs import check_pack_keys, packs_of, throw_broken_off
from vonnis.workflow.population import PROTOCOL
from vonnis.workflow.traced import results_over

_MADE_AGAIN = (
    *("records*", "clients*", "pairs*", "victims*", "judgments*", "results*", "tables*", "passages*.html"),
    *("complexes*", "flow.jsonl", "dataset*", "restricted-edition", "attack.json", "coding.json"),
)
"""What stands in ``private/`` and can be made again from the store and the sources."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be erased: units, documents, all units of a source of the protocol, or all closed files.

    ``packs`` ends the packs that are still out: their keys are thrown away, and nothing of them comes in any more.
    """

    units: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    source: str | None = None
    all_closed: bool = False
    packs: bool = False


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """On which ground, after which letter or tombstone, by whom, when."""

    ground: Ground
    reference: str = ""
    by: str
    at: dt.datetime


def destroy(folder: Path, wanted: Wanted, *, reason: Reason) -> Certificate:
    """Erase words for good, and write and return the certificate; done again it changes nothing and says so.

    Raises:
        UsageError: nothing is named.
        StudyError: a unit, document or source is unknown, or the keys of closed files are not here.
    """
    protocol = read_protocol(folder / PROTOCOL) if (folder / PROTOCOL).is_file() else None
    with closing(open_store(folder)) as store:
        made = tuple(_erasures(store, protocol, wanted, reason))
        _check_keys(store, made)
        earlier = store.records(Erasure)
        new = tuple(_not_yet(made, earlier))
        subjects = _covered(store, (*(one for one in earlier if one.ground != "replaced"), *new))
        lost = _with_results(_lost(store, subjects), over=results_over(protocol, _codebook(folder)))
        rules = _about_no_unit(store) if wanted.all_closed else []
        throw_broken_off(store)
        ended = tuple(_packs_ended(store, (*earlier, *new), wanted=wanted))
        struck = _still_answered(store, (*earlier, *new))
        if new or ended or rules or struck:
            _log(store, new, reason=reason, packs=ended, rules=len(rules))
        # Words may have come in until the erasure stood in the store; from then on none do.
        subjects = _covered(store, (one for one in store.records(Erasure) if one.ground != "replaced" or one in new))
        subjects += _about_no_unit(store) if wanted.all_closed else []
        keys = sum(ring.throw(subjects) for ring in store.vault.rings(store.remark(RING)))
        keys += sum(store.vault.throw_identity(name) for name in ended)
        # The newer text of a judgment that was replaced once lies under the name of the older one, and stays.
        gone = (*(one for one in earlier if one.ground != "replaced"), *new)
        taken = take_out(
            folder,
            protocol,
            documents={one.document for one in gone if one.document},
            looked_into={one.document for one in made} & {one.document for one in gone if one.document},
        )
        files = tuple(sorted((*_removed(folder, store, gone, again=bool(new or keys or struck)), *taken.gone)))
        files += _purged(folder / "corpus", store, made, wanted=wanted, reason=reason)
        held_on = _wiped(store) if made else ()
        stated = (*new, *_without_certificate(folder, made, earlier))
        certificate = Certificate(
            study=protocol.study.id if protocol else folder.resolve().name,
            at=reason.at,
            by=reason.by,
            ground=reason.ground,
            reference=reason.reference,
            erased=tuple(Gone(unit=one.unit, document=one.document, values_kept=one.values_kept) for one in stated),
            keys=keys,
            rules=len(rules),
            packs=ended,
            lost=lost,
            files=files,
            elsewhere=(
                *held_on,
                *_not_taken(taken.left),
                *_stays(folder, store, protocol, stated),
                *_rules_stay(store, stated, wanted=wanted),
                *_elsewhere(store),
            ),
        )
    return write_certificate(folder, certificate) if stated or keys or files or struck else certificate


def not_carried_out(store: Store) -> tuple[Subject, ...]:
    """Return the units, and the documents, that are erased and of which words or answers can still be read here.

    They were erased in a copy of the study that was taken in, or a run that erased them died; :func:`destroy` of any of
    them finishes what can be finished without looking into files.
    """
    held = {subject for ring in store.vault.rings(store.remark(RING)) for subject in ring.all()}
    erasures = tuple(one for one in store.records(Erasure) if one.ground != "replaced")
    answered = set(_still_answered(store, erasures))
    found = (one for one in erasures if one.unit in answered or any(one.bars(subject) for subject in held))
    return tuple(sorted({Subject(one.unit, one.document) for one in found}))


def _still_answered(store: Store, erasures: Iterable[Erasure]) -> tuple[str, ...]:
    """Return the erased units whose answers may not stay and of which some are here: a copy came in, say."""
    struck = {one.unit for one in erasures if one.unit and not one.values_kept}
    if not struck:
        return ()
    return tuple(sorted(struck & {*store.tally(Coding, "unit"), *store.tally(Adjudication, "unit")}))


def _log(store: Store, new: Sequence[Erasure], *, reason: Reason, packs: Sequence[str], rules: int) -> None:
    """Keep what is erased, with its line in the log, before any key goes."""
    detail: dict[str, object] = {"units": sorted(one.unit for one in new if one.unit), "ground": reason.ground}
    detail |= {"documents": sorted(one.document for one in new if one.document), "packs": sorted(packs)}
    detail |= {"rules": rules} if rules else {}
    with store.action("destroy", actor=reason.by, at=reason.at, detail=detail) as writing:
        writing.add(new)
        writing.strike(_still_answered(store, store.records(Erasure)))


def _erasures(store: Store, protocol: Protocol | None, wanted: Wanted, reason: Reason) -> Iterator[Erasure]:
    """Yield what is to be erased, a unit or a document each."""
    if wanted == Wanted():
        message = "name what to erase: a unit, --document, --source, --all-closed or --packs"
        raise UsageError(message)
    units = {unit.id: unit for unit in store.records(Unit)}
    sources = Sources(protocol, units.values())
    strange = [unit for unit in wanted.units if unit not in units]
    if strange:
        message = f"{strange[0]} is no unit of the study; nothing was erased"
        raise StudyError(message)
    chosen = {part for unit in wanted.units for part in _with_parts(units, unit)}
    if wanted.source:
        chosen |= {unit.id for unit in sources.units(wanted.source)}
    if wanted.all_closed:
        seals = Seals(store, store.vault)
        chosen |= {unit for unit in units if seals.is_closed(unit)}
    given = {"ground": reason.ground, "reference": reason.reference, "erased_by": reason.by, "at": reason.at}
    for unit in sorted(chosen):
        yield msgspec.convert({**given, "unit": unit, "values_kept": sources.keeps_values(units[unit])}, Erasure)
    for document in sorted(set(wanted.documents)):
        yield msgspec.convert({**given, "document": document}, Erasure)


def _not_yet(made: Iterable[Erasure], earlier: Iterable[Erasure]) -> Iterator[Erasure]:
    """Yield what was not erased before, and units of which the answers were kept and may not stay any more."""
    known = {(one.unit, one.document): False for one in earlier}
    known |= {(one.unit, one.document): True for one in earlier if not one.values_kept}
    for one in made:
        struck = known.get((one.unit, one.document))
        if one.ground == "replaced" or struck is None or not (struck or one.values_kept):
            yield one


def _check_keys(store: Store, made: Sequence[Erasure]) -> None:
    """Refuse to call closed files erased while their keys lie on a disk that is not here."""
    ring, seals = store.remark(RING), Seals(store, store.vault)
    if ring is None or store.vault.closed(ring).path.exists():
        return
    documents = {one.document for one in made if one.document}
    if (
        any(seals.is_beside_closed(one.unit) for one in made if one.unit)
        or any(not is_ecli(document) for document in documents)
        or _rest_on(store, documents)
    ):
        check_ring(store.vault.closed(ring))


def _rest_on(store: Store, documents: set[str]) -> bool:
    """Tell whether anything about a closed file rests on one of these judgments."""
    seals = Seals(store, store.vault)
    resting = (one for _, one in store.as_stored(Coding) if documents & {each.document for each in one.evidence})
    return any(seals.is_beside_closed(one.unit) for one in resting)


def _with_parts(units: dict[str, Unit], wanted: str) -> Iterator[str]:
    """Yield a unit and what is part of it alone: all of a complex; of a defendant the pairs."""
    one = units[wanted]
    for unit in units.values():
        whole = one.level == "complex" and unit.complex == one.id
        if unit.id == wanted or whole or (one.level == "defendant" and unit.defendant == wanted):
            yield unit.id


def _covered(store: Store, given: Iterable[Erasure]) -> list[Subject]:
    """Return the subjects whose keys must go.

    With a document also what coders wrote without naming one, about units that have that document: nobody can tell
    what such a note repeats.
    """
    erasures = tuple(given)
    gone = {one.document for one in erasures if one.document}
    about = {unit.id for unit in store.records(Unit) if gone & set(unit.documents)}
    about |= _noted_beside(store, {one for one in gone if is_ecli(one)})
    units = {one.unit for one in erasures if one.unit}
    held = {subject for ring in store.vault.rings(store.remark(RING)) for subject in ring.all()}
    return sorted(
        one for one in held if one.unit in units or one.document in gone or (not one.document and one.unit in about)
    )


def _noted_beside(store: Store, published: set[str]) -> set[str]:
    """Return the closed files about which something was written that rests on one of these judgments first."""
    if not published or not store.holds_closed():
        return set()
    seals = Seals(store, store.vault)
    noted = (one for _, one in store.as_stored(Coding) if one.note and one.evidence)
    return {one.unit for one in noted if one.evidence[0].document in published and seals.is_beside_closed(one.unit)}


def _about_no_unit(store: Store) -> list[Subject]:
    """Return the subjects of words about no unit that are kept apart: rules of the meeting, reasons in the log."""
    ring = store.remark(RING)
    return [one for one in store.vault.closed(ring).all() if not one.unit] if ring else []


def _packs_ended(store: Store, erasures: Iterable[Erasure], *, wanted: Wanted) -> Iterator[str]:
    """Yield the packs whose keys go: those of which no answer may come in any more, or all that are still out.

    Erasing decides about words, and answers of a coder are more than words: where those may stay, a pack that is still
    out can come in, without the words of what was erased, until ``vonnis merge --last``.

    Raises:
        StudyError: all are to end, and the key of one is on a disk that is not here.
    """
    struck = {one.unit for one in erasures if one.unit and not one.values_kept}
    packs = packs_of(store)
    if wanted.packs:
        check_pack_keys(packs)
    for pack in packs:
        if pack.key_here and (wanted.packs or (pack.given and struck.issuperset(pack.given))):
            yield pack.pack


def _rules_stay(store: Store, stated: Sequence[Erasure], *, wanted: Wanted) -> Iterator[str]:
    """Yield a sentence where units were erased and what was written about no unit can still be read."""
    if any(one.unit for one in stated) and not wanted.all_closed and _about_no_unit(store):
        yield (
            "Rules of the coders' meeting, and the reasons for which the key file was opened, are about no unit and can"
            " still be read with the keys; they may repeat what was erased. To erase them too: vonnis destroy"
            " --all-closed."
        )


def _stays(folder: Path, store: Store, protocol: Protocol | None, stated: Sequence[Erasure]) -> Iterator[str]:
    """Yield a sentence where the published judgments of what was erased stay in the study."""
    gone, erased = {one.unit for one in stated if one.unit}, {one.document for one in store.records(Erasure)}
    theirs = {one for unit in store.records(Unit) if unit.id in gone for one in unit.documents} - erased
    here = stems_in(folder, protocol) if theirs else frozenset()
    kept = sorted(document for document in theirs if {document, document.replace(":", "_")} & here)
    if kept:
        yield (
            "Published judgments stay in the study, since they are published and others may rest on them:"
            f" {', '.join(kept)}. To erase one here too: vonnis destroy --document, with its ECLI."
        )


def _not_taken(left: Sequence[str]) -> Iterator[str]:
    """Yield a sentence where a file of the study still holds what was erased, since it could not be taken apart."""
    if left:
        yield (
            f"Still in the study, in files that could not be written anew without them: {', '.join(left)}. Take these"
            " files away by hand, and put in their place what should stay; this certificate is not complete before."
        )


def _wiped(store: Store) -> tuple[str, ...]:
    """Clean the database of what is gone, and return a sentence where another program holds on to it."""
    try:
        store.database.wipe()
    except StudyError:
        sentence = (
            "Another program was reading the database, so that its write-ahead log still holds rows as they were"
            " (words in them are sealed, and their keys are gone): close it and run the command again."
        )
        return (sentence,)
    return ()


def _without_certificate(folder: Path, made: Sequence[Erasure], earlier: Sequence[Erasure]) -> tuple[Erasure, ...]:
    """Return those of the erasures that stood already and that no certificate names: a run died before it."""
    named = {(one.unit, one.document) for one in certified(folder)}
    wanted = {(one.unit, one.document) for one in made} - named
    return tuple(one for one in earlier if (one.unit, one.document) in wanted and one.ground != "replaced")


def _codebook(folder: Path) -> Codebook | None:
    """Return the codebook; None where there is none, or one with mistakes, which must not hold up an erasure."""
    try:
        return codebook_of(folder) if (folder / CODEBOOK).is_file() else None
    except StudyError:
        return None


def _with_results(lost: Iterable[Lost], *, over: Mapping[str, tuple[str, ...]]) -> tuple[Lost, ...]:
    """Return what is lost with the planned results that rest on it."""
    return tuple(msgspec.structs.replace(one, results=over.get(one.variable, ())) for one in lost)


def _lost(store: Store, subjects: Sequence[Subject]) -> Iterator[Lost]:
    """Yield for each variable how many answers lose their passages, of how many."""
    going, seals = set(subjects), Seals(store, store.vault)
    counts: dict[str, list[int]] = {}
    for _, coding in store.as_stored(Coding):
        places = {
            place.partition("/")[0]
            for subject, place, _ in words_of(coding)
            if not going.isdisjoint((subject, seals.keeper(subject, place)))
        }
        tally = counts.setdefault(coding.variable, [0, 0, 0])
        tally[0] += 1
        tally[1] += "quote" in places
        tally[2] += "note" in places
    for variable, (answers, passages, notes) in sorted(counts.items()):
        if passages or notes:
            yield Lost(variable=variable, answers=answers, passages=passages, notes=notes)


def _removed(folder: Path, store: Store, erasures: Sequence[Erasure], *, again: bool) -> Iterator[str]:
    """Remove the sealed texts of what was erased, and what was made from words, and yield their paths."""
    documents = {one.document for one in erasures if one.document}
    units = {one.unit for one in erasures if one.unit}
    paths = [
        sealed_path(folder, text.document)
        for text in store.records(ClosedText)
        if text.unit in units or text.document in documents
    ]
    if again:
        paths += [path for name in _MADE_AGAIN for path in (folder / "private").glob(name)]
        paths += half_written(folder / "private")
    for path in sorted(set(paths)):
        if path.is_dir():
            for each in path.rglob("*"):
                if each.is_file():
                    remove(each)
            shutil.rmtree(path)
        elif path.is_file():
            remove(path)
        else:
            continue
        yield path.relative_to(folder).as_posix()


def _purged(corpus: Path, store: Store, made: Sequence[Erasure], *, wanted: Wanted, reason: Reason) -> tuple[str, ...]:
    """Erase from the corpus of the study what is erased by its document, and closed files of what is erased."""
    if not (corpus / FILE).is_file():
        return ()
    connection = connect(corpus, read_only=True)
    try:
        held = {kept.id: kept.closed for kept in Holdings(connection).all()}
    finally:
        connection.close()
    units = {one.unit for one in made if one.unit}
    theirs = {document for unit in store.records(Unit) if unit.id in units for document in unit.documents}
    going = [
        id_
        for id_, closed in held.items()
        if id_ in wanted.documents or (closed and (wanted.all_closed or id_ in theirs))
    ]
    if reason.ground == "replaced" or not going:
        return ()  # the corpus holds the newer text alone
    # A laptop erases what it took along, and has no corpus and none of its libraries.
    from vonnis.workflow.corpus import Keeper

    Keeper(corpus, now=lambda: reason.at).purge(going)
    return tuple(f"corpus: {id_}" for id_ in going)


def _elsewhere(store: Store) -> Iterator[str]:
    """Yield a sentence for each place outside the study that may still hold what was erased."""
    yield (
        "Backups of the study hold sealed words only; those of closed files cannot be opened any more. Those of"
        " published judgments can, since their keys were in the backup: make a new backup, and throw older ones away."
    )
    yield "Copies of the key ring itself (a copied disk, a synchronised folder) must be thrown away by who made them."
    if any(not one.values_kept for one in store.records(Erasure)):
        yield (
            "Answers that were taken out are not sealed as words are: backups, zips and data files that were made"
            " before still hold them; throw these away too. private/let_out keeps which units stood behind the numbers"
            " of earlier releases, against which later ones are held."
        )
    for line in store.lines():
        if line.name == "code export":
            yield f"On {line.at[:10]} {line.actor} wrote the codings with notes to a file: {line.detail}"
        if line.name == "study.export":
            yield (
                f"On {line.at[:10]} {line.actor} took the study along as a zip. It holds the keys of published"
                " judgments, not those of closed files."
            )
    for pack in packs_of(store):
        yield (
            f"On {pack.day} work of {pack.coder} was packed to travel ({pack.file or 'to a file'},"
            f" {len(pack.given):,} files, pack {pack.pack}). It, the folder that was made of it and what came back hold"
            " texts and passages under keys of their own: destroy them where they are."
            + (
                " Its key was thrown away, so that nothing of it comes in any more."
                if pack.ended
                else " It may still come back: its answers come in, without the words of what was erased, and what came"
                " back can be opened until vonnis merge --last; if it never comes: vonnis destroy --packs."
            )
        )
