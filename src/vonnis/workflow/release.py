"""``vonnis release``: a study computed anew, passed through the gate, published; and drafts brought up to date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from vonnis.archive.files import write_atomically
from vonnis.errors import UnreadableError
from vonnis.workflow.progress import Progress
from vonnis.workflow.study import compute, masthead_of, released_of

if TYPE_CHECKING:
    from vonnis.report.word.refreshing import Refreshed


def refresh_draft(draft: Path, study: Path, *, at: dt.datetime, report: Progress) -> Refreshed:
    """Bring the numbers, tables and charts of a Word document up to what a study releases now; write it in place.

    Raises:
        VonnisError: the study or the document cannot be read.
    """
    from vonnis.report.printing import Printer
    from vonnis.report.prose.texts import sections
    from vonnis.report.word.refreshing import refresh
    from vonnis.report.words import LANGUAGES
    from vonnis.report.writing import documents

    try:
        data = draft.read_bytes()
    except OSError as error:
        message = f"{draft} cannot be read: {error.strerror}; give the Word document that you write in"
        raise UnreadableError(message) from error
    computed = compute(study, report=report)
    report.start("passing the gate")
    released = released_of(computed, folder=study, at=at)
    masthead = masthead_of(computed, folder=study, at=at)
    report.start("refreshing the draft")
    made = documents(released, masthead=masthead, texts={one: sections(one, study) for one in LANGUAGES})
    done = refresh(
        data,
        name=str(draft),
        documents={one.language: one for one in made},
        printers={language: Printer(released, masthead, language) for language in LANGUAGES},
    )
    if done.changed:
        write_atomically(draft, done.data)
    return done
