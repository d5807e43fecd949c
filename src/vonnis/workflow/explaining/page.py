"""Set one judgment and its record as one page of HTML without outside parts or scripts."""

from __future__ import annotations

from markupsafe import Markup

from vonnis.extraction.record import ExtractionRecord
from vonnis.judgment.judgment import Judgment
from vonnis.report.style import base_css, templates_of
from vonnis.report.words import data
from vonnis.workflow.explaining.groups import groups_of, spans_of
from vonnis.workflow.explaining.links import leading_links, links_of, sharing_links
from vonnis.workflow.explaining.passages import number_passages
from vonnis.workflow.explaining.setting import closed_parts, counted, parts_of
from vonnis.workflow.explaining.wording import word

_TONES = ("imposed", "demanded", "plain", "doubt")


def render(judgment: Judgment, record: ExtractionRecord) -> str:
    """Return the page; the text in it, without the headings of its parts, is the canonical text to the character.

    Raises:
        EvidenceError: a value's quote does not stand at its place in the text.
    """
    groups = groups_of(record)
    passages = number_passages(spans_of(groups), judgment.text)
    links = links_of(groups, passages, closed=closed_parts(judgment))
    leading = leading_links(links)
    shown = {link.tone for link in leading.values()}
    return (
        templates_of("vonnis.workflow.explaining")
        .get_template("explain.html.j2")
        .render(
            also=sharing_links(links),
            base_css=Markup(base_css()),  # noqa: S704 - the style sheet of this program
            counted=counted,
            groups=groups,
            help=data("helplines.yaml")["NL"],
            links=links,
            parts=parts_of(judgment, [*passages.values()], leading=leading),
            passages=[*passages.values()],
            record=record,
            text_title=word("page", "text" if judgment.text_is == "judgment" else f"text_{judgment.text_is}"),
            title=record.ecli or record.id,
            tones=[tone for tone in _TONES if tone in shown],
            word=word,
        )
    )
