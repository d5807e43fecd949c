"""The papers of a study: read from its folder, counted as figures, and handed to the report as what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from vonnis.analysis.analyse import Analysis
from vonnis.analysis.policy import PolicyFigures
from vonnis.errors import StudyError
from vonnis.judgment.span import Span
from vonnis.papers.attention import Attention
from vonnis.papers.commitments import Setting, Tracked
from vonnis.report.papers_shown import ShownEvent, ShownItem, ShownPaper, ShownPolicy
from vonnis.study.policy_plan import PolicyPlan
from vonnis.workflow.papers import Read, lexicon_of, read_papers
from vonnis.workflow.policy import attention_of, commitments_of, topic_of
from vonnis.workflow.progress import Progress


class PaperSays(msgspec.Struct, frozen=True):
    """What was found in a paper, or about it in another: the unit that numbers count, what, and the passages.

    ``passages`` holds the paper of each passage and its span.
    """

    unit: str
    field: str
    value: str
    passages: tuple[tuple[str, Span], ...] = ()


class StudyPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What the papers of a study come to: figures for the gate, what the report shows, and what was read.

    ``says`` leads from every paper, motion and commitment that a number counts to its passages.
    """

    figures: Analysis
    shown: ShownPolicy
    says: tuple[PaperSays, ...]
    inputs: tuple[Path, ...]
    unreadable: tuple[str, ...]


def study_policy(folder: Path, plan: PolicyPlan, *, report: Progress) -> StudyPolicy:
    """Read the papers of a study and count them.

    Raises:
        StudyError: the folder of papers lies outside the study, or holds no paper that can be read.
        MistakesError: the lexicon of the study holds mistakes.
    """
    papers = inside_study(folder, plan.papers)
    own = inside_study(folder, plan.lexicon) if plan.lexicon else None
    lexicon = lexicon_of(own)
    read = read_papers([papers], lexicon=lexicon, report=report)
    if not read.papers:
        message = f"{papers} holds no paper that can be read; put the papers of the study there, or leave out [policy]"
        raise StudyError(message)
    topic = topic_of(lexicon, plan.topic)
    found = attention_of(read, lexicon=lexicon, topic=topic.id)
    tracked = commitments_of(read, lexicon=lexicon, on=plan.on, topic=topic.id, patience=plan.patience)
    setting = Setting(on=plan.on, patience=plan.patience, topic=topic.id)
    figures = PolicyFigures(found, tracked, setting=setting, source=plan.source)
    return StudyPolicy(
        figures=Analysis(results=tuple(figures.results()), tables=tuple(figures.tables())),
        shown=_shown(read, found, tracked, setting),
        says=(*_said_in(read, found), *_said_about(tracked)),
        inputs=tuple(path for path in (papers, own) if path is not None),
        unreadable=tuple(one.reason for one in read.unreadable),
    )


def inside_study(folder: Path, name: str) -> Path:
    """Return a path that ``[policy]`` names, inside the study folder.

    Raises:
        StudyError: it leads outside.
    """
    path = folder / name
    if Path(name).is_absolute() or not path.resolve().is_relative_to(folder.resolve()):
        message = f"[policy] names {name!r}; what a study rests on lies inside its folder"
        raise StudyError(message)
    return path


def _said_in(read: Read, found: Attention) -> Iterator[PaperSays]:
    """Yield what each paper says about the topic, silence too."""
    for one in found.papers:
        topic = found.label.get("en", found.topic)
        if not one.searched:
            yield PaperSays(one.paper, topic, "not searched: its text is not at hand")
            continue
        said = f"{len(one.passages)} passages" if one.passages else f"silent; searched {found.searched.lexicon}"
        yield PaperSays(one.paper, topic, said, tuple((one.paper, span) for span in one.passages))
        if evidence := read.findings[one.paper].concern_evidence if one.concern != "not_named" else ():
            goes = one.concern.replace("_", " ")
            yield PaperSays(one.paper, "goes as far as", goes, tuple((one.paper, span) for span in evidence))


def _said_about(tracked: Sequence[Tracked]) -> Iterator[PaperSays]:
    """Yield what each motion or commitment asks, and what later papers say about it."""
    for one in tracked:
        asks = "asks" if one.kind == "motion" else "promises"
        yield PaperSays(one.id, asks, one.state.replace("_", " "), ((one.paper, one.text),))
        for event in one.events:
            said = event.says.replace("_", " ")
            yield PaperSays(one.id, f"{event.date or '-'}, {event.paper}", said, ((event.paper, event.passage),))


def _shown(read: Read, found: Attention, tracked: tuple[Tracked, ...], setting: Setting) -> ShownPolicy:
    titles = {paper.id: paper.title for paper in read.papers}
    dates = {paper.id: paper.date for paper in read.papers}
    return ShownPolicy(
        topic=found.label,
        on=setting.on,
        papers=tuple(
            ShownPaper(
                id=one.paper,
                date=dates[one.paper],
                kind=one.kind,
                title=titles[one.paper],
                concern=one.concern,
                searched=one.searched,
                passages=tuple(span.quote for span in one.passages),
            )
            for one in found.papers
        ),
        items=tuple(
            ShownItem(
                id=one.id,
                kind=one.kind,
                date=one.date,
                due=one.due,
                stated=one.stated,
                state=one.state,
                settled=one.settled,
                actor=one.actor,
                asks=one.text.quote,
                events=tuple(
                    ShownEvent(date=event.date, paper=event.paper, says=event.says, quote=event.passage.quote)
                    for event in one.events
                ),
            )
            for one in tracked
        ),
        terms=found.searched.terms,
    )
