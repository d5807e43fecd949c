"""``vonnis release``: a study computed anew, passed through the gate, published; interim reports; drafts refreshed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vonnis.analysis.final import BASES
from vonnis.archive.files import write_atomically
from vonnis.archive.run_record import digests, record_run
from vonnis.archive.unerased import Unerased
from vonnis.disclosure.policy import LevelPolicy, Policy
from vonnis.disclosure.released import Release
from vonnis.engines.engine import Engine
from vonnis.errors import UnreadableError, UsageError
from vonnis.report.masthead import Interim, Masthead
from vonnis.workflow.computing import SOURCE, computed_of
from vonnis.workflow.kept_releases import RELEASES, changes_since, kept_name, last_before
from vonnis.workflow.progress import Progress, Silence
from vonnis.workflow.quote_guard import guard_quotes
from vonnis.workflow.recognisable import recognised
from vonnis.workflow.release_attack import attacked, let_out_before, numbers_apart, remember, rows_tell
from vonnis.workflow.study import (
    PRIVATE,
    RELEASE,
    Computed,
    Rebuilt,
    in_both,
    masthead_of,
    policy_in,
    released_of,
    remarks_of,
    write_private,
)
from vonnis.workflow.wave_figures import check_waves
from vonnis.workflow.waves_shown import shown_waves

if TYPE_CHECKING:
    from vonnis.report.word.refreshing import Refreshed
    from vonnis.study.tables import StudyTables

INTERIM = "interim"
"""The folder of a study that holds its interim reports, one a day."""


def rebuild(
    folder: Path,
    *,
    at: dt.datetime,
    engine: Engine | None = None,
    report: Progress | None = None,
    standard: Computed | None = None,
) -> Rebuilt:
    """Compute a study from its folder, pass it through the gate, and write report and data.

    ``private/`` gets the records, the dataset, the results, the passage book, the restricted edition of the data and
    the run record; ``release/`` what passed the gate. ``standard`` is what its judgments came to, where that was
    computed before.

    Raises:
        VonnisError: a file of the folder is wrong, something would leave without passing the gate, or words were erased
            meanwhile; then no words and no report are written.
    """
    from vonnis.deposit.packaging import crate
    from vonnis.report.writing import FIGURES
    from vonnis.workflow.depositing import RESTRICTED, deposits, facts_of
    from vonnis.workflow.passage_book import PASSAGES
    from vonnis.workflow.publishing import publish, report_files, write_files

    listener, unerased = report or Silence(), Unerased(folder)
    computed = _computed(folder, engine=engine, report=listener, standard=standard)
    policy = policy_in(computed, folder=folder)
    released = released_of(
        computed, folder=folder, at=at, policy=policy, earlier=let_out_before(folder, at, protocol=computed.protocol)
    )
    listener.start("attacking the release")
    found = attacked(computed, released, folder=folder, policy=policy)
    notes = _notes(computed, released, folder=folder, policy=policy)
    masthead = _masthead(computed, released, folder=folder, at=at)
    files = report_files(released, masthead=masthead, study=folder, coded=computed.tables is not None, report=listener)
    listener.start("depositing the data")
    protocol = computed.protocol
    facts = facts_of(
        masthead,
        identifier=protocol.study.id,
        source=in_both(protocol.material.source or SOURCE),
        inputs=computed.inputs,
        study=folder,
    )
    tables = _tables(computed)
    data = deposits(
        tables.codebook,
        tables.levels,
        facts=facts,
        policy=policy,
        tells=lambda rows: rows_tell(computed, released, rows=rows, folder=folder, policy=policy),
    )
    inside = {f"{RESTRICTED}/{name}": content for name, content in data.restricted.items()}
    inside[PASSAGES] = _passages(folder, computed).encode()
    inside[f"{RELEASES}/{kept_name(at, interim=False)}"] = files[FIGURES]
    with unerased.writing():
        write_private(folder, computed)
        remember(computed, released, folder=folder, rows=data.rows)
        write_files(folder / PRIVATE, inside)
        page = publish(folder / RELEASE, files, deposited=data, crate=lambda everything: crate(facts, everything))
        _record(folder, computed, at=at)
    notes += tuple(_without_rows(title) for title in data.left_out)
    return Rebuilt(page, tuple(remarks_of(computed.dataset.flow)), found, notes)


def _without_rows(title: Mapping[str, str]) -> str:
    return (
        f"the public data hold no rows of the table {title['en']}: there are fewer than the policy asks, or their "
        f"number would tell one that is withheld; the restricted edition holds them all"
    )


def _notes(computed: Computed, released: Release, *, folder: Path, policy: Policy) -> tuple[str, ...]:
    """Return what the researcher must look at before this release leaves.

    Raises:
        DisclosureError: a quote in the text of the study leads back to a case.
        StudyError: the policy names a complex that the study does not have.
    """
    named = recognised(policy, released, dataset=computed.dataset, analysis=computed.analysis)
    tables, few, alike = _tables(computed), policy.threshold, policy.crossings
    quoted = guard_quotes(folder, computed.judgments, tables=tables, few=few, few_alike=alike)
    return (*named, *numbers_apart(folder, computed.protocol), *quoted)


def _tables(computed: Computed) -> StudyTables:
    """Return the people of a study as tables: the final values of its codings, or what was read by machine."""
    from vonnis.study.tables import StudyTables
    from vonnis.workflow.dataset_tables import dataset_tables, machine_codebook

    return computed.tables or StudyTables(machine_codebook(), dataset_tables(computed.dataset))


def interim_report(
    folder: Path,
    *,
    at: dt.datetime,
    recipients: str,
    report: Progress,
    threshold: int | None = None,
    reference: dt.date | None = None,
) -> Rebuilt:
    """Write a report that is not final: with a watermark, for named readers, under a threshold of its own.

    With a ``reference`` date, judgments of a later day do not count; a study that rests on its codings is reported as
    it stood at the end of that day. The figures are kept, so that the next release can say what changed and be held
    against this one.

    Raises:
        UsageError: nobody is named to read it, the threshold would be less strict than that of the study, or the
            reference date lies after today.
        VonnisError: a file of the folder is wrong, or something would leave without passing the gate.
    """
    from vonnis.report.figures import figures_of
    from vonnis.report.page import page
    from vonnis.report.writing import FIGURES, REPORT, documents, figures_file, printed
    from vonnis.workflow.publishing import texts_of, write_files

    if not recipients.strip():
        message = "an interim report is for somebody; name the readers with --for"
        raise UsageError(message)
    if reference is not None and reference > at.date():
        message = f"the reference date {reference} lies after today; give a day that has passed"
        raise UsageError(message)
    computed = _computed(folder, engine=None, report=report, until=reference)
    policy = stricter(policy_in(computed, folder=folder), threshold)
    released = released_of(
        computed, folder=folder, at=at, policy=policy, earlier=let_out_before(folder, at, protocol=computed.protocol)
    )
    found = attacked(computed, released, folder=folder, policy=policy)
    notes = _notes(computed, released, folder=folder, policy=policy)
    masthead = _masthead(computed, released, folder=folder, at=at)
    last = last_before(folder / PRIVATE / RELEASES, at)
    before = tuple(changes_since(last[1], figures_of(released, masthead))) if last else ()
    since = last[0] if last else None
    coded = computed.tables is not None
    interim = Interim(recipients=recipients.strip(), since=since, before=before, reference=reference, coded=coded)
    masthead = msgspec.structs.replace(masthead, interim=interim)
    report.start("writing the interim report")
    made = documents(released, masthead=masthead, texts=texts_of(folder, coded=coded))
    out = folder / INTERIM / f"{at:%Y-%m-%d}"
    figures = figures_file(released, masthead)
    files = {REPORT: page(made).encode(), FIGURES: figures, **printed(made)}
    remember(computed, released, folder=folder)
    write_files(folder / PRIVATE / RELEASES, {kept_name(at, interim=True): figures})
    write_files(out, files)
    return Rebuilt(out / REPORT, tuple(remarks_of(computed.dataset.flow)), found, notes)


def stricter(policy: Policy, threshold: int | None) -> Policy:
    """Return a policy with a higher threshold at every level; without one, the policy as it is.

    Raises:
        UsageError: the threshold makes nothing stricter.
    """
    if threshold is None:
        return policy
    levels = {
        name: LevelPolicy(max(own.threshold, threshold), own.least_n)
        if own.threshold is not None and own.threshold > 1
        else own
        for name, own in policy.levels.items()
    }
    made = msgspec.structs.replace(policy, threshold=max(policy.threshold, threshold), levels=levels)
    if made == policy:
        message = f"a threshold of {threshold} is no stricter than those of the study; give a higher one, or none"
        raise UsageError(message)
    return made


def refresh_draft(draft: Path, study: Path, *, at: dt.datetime, report: Progress) -> Refreshed:
    """Bring the numbers, tables and charts of a Word document up to what a study releases now; write it in place.

    What it shows then counts as printed: later releases are held against it.

    Raises:
        VonnisError: the study or the document cannot be read.
    """
    from vonnis.report.printing import Printer
    from vonnis.report.word.draft import draft_parts
    from vonnis.report.word.refreshing import refresh
    from vonnis.report.words import LANGUAGES
    from vonnis.report.writing import documents
    from vonnis.workflow.publishing import texts_of

    try:
        data = draft.read_bytes()
    except OSError as error:
        message = f"{draft} cannot be read: {error.strerror}; give the Word document that you write in"
        raise UnreadableError(message) from error
    draft_parts(data, str(draft))  # what is no draft is said before anything is computed
    computed = _computed(study, engine=None, report=report)
    policy = policy_in(computed, folder=study)
    earlier = let_out_before(study, at, protocol=computed.protocol)
    released = released_of(computed, folder=study, at=at, policy=policy, earlier=earlier)
    attacked(computed, released, folder=study, policy=policy, for_draft=True)
    masthead = _masthead(computed, released, folder=study, at=at)
    report.start("refreshing the draft")
    made = documents(released, masthead=masthead, texts=texts_of(study, coded=computed.tables is not None))
    done = refresh(
        data,
        name=str(draft),
        documents={one.language: one for one in made},
        printers={language: Printer(released, masthead, language) for language in LANGUAGES},
    )
    remember(computed, released, folder=study, shown=done.shown)
    if done.changed or done.reworded or done.lacking:
        write_atomically(draft, done.data)
    return done


def _computed(
    folder: Path,
    *,
    engine: Engine | None,
    report: Progress,
    standard: Computed | None = None,
    until: dt.date | None = None,
) -> Computed:
    check_waves(folder)
    computed = computed_of(folder, engine=engine, report=report, standard=standard, until=until)
    for sentence in remarks_of(computed.dataset.flow):
        report.note(sentence)
    report.start("passing the gate")
    return computed


def _masthead(computed: Computed, released: Release, *, folder: Path, at: dt.datetime) -> Masthead:
    """Return what the report says about itself, with the earlier waves beside what is released now."""
    waves = shown_waves(folder, computed.protocol, release=released)
    return masthead_of(computed, folder=folder, at=at, waves=waves)


def _passages(folder: Path, computed: Computed) -> str:
    """Return the passage book: units with the passages of judgments, or with what coders answered and where."""
    from vonnis.workflow.passage_book import passage_book, passage_book_of_codings

    if computed.tables is None:
        return passage_book(computed.analysis, computed.dataset, says=computed.says)
    return passage_book_of_codings(computed.analysis, folder, says=computed.says)


def _record(folder: Path, computed: Computed, *, at: dt.datetime) -> None:
    record = record_run(
        "study",
        given=(),
        completed={**msgspec.to_builtins(computed.protocol.parameters), **_final_values(computed)},
        at=at,
        inputs=digests(computed.inputs, below=folder),
        outputs=digests((folder / RELEASE,), below=folder),
    )
    write_atomically(folder / PRIVATE / "run.json", record.to_json())


def _final_values(computed: Computed) -> dict[str, int]:
    """Return how many final values the figures rest on, by what they rest on; nothing where nobody coded.

    Beside them stand how many differ from the machine, how many answers were set aside, and how many rest on a text
    that is still the same, changed elsewhere (``stands``), changed there (``gone``), or is not known.
    """
    final = computed.final
    basis = final.basis if final else computed.tables.basis if computed.tables else {}
    told = {f"final_{name}": basis.get(name, 0) for name in BASES} if basis else {}
    if final is not None:
        told |= {"final_changed": final.changed, "final_outdated": len(final.outdated)}
        told |= {f"final_text_{since}": count for since, count in final.texts.items()}
    return told
