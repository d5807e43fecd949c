"""What the report sets in the places of its text: key figures, charts, tables, annexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from vonnis.disclosure.released import ReleasedResult, ReleasedTable, Text
from vonnis.errors import StudyError
from vonnis.report import document
from vonnis.report.agreement import agreement_table, is_agreement, is_machine, is_on_coding, machine_table
from vonnis.report.document import Block, Card, Cards, Cell, Line, Paragraph, Points, Table, Term, Terms
from vonnis.report.drawings import (
    CHARTS,
    ChartKind,
    Drawing,
    Mean,
    diagram_picture,
    estimates_picture,
    forest_picture,
    is_drawn,
    picture_of,
)
from vonnis.report.intervals import method_names
from vonnis.report.papers import attention_blocks, recommendation, timeline_blocks
from vonnis.report.printing import Printer
from vonnis.report.prose.filling import Filler
from vonnis.report.prose.reading import Place, Section, Written
from vonnis.report.sources import sources_of, sources_table
from vonnis.report.tables import (
    changes_table,
    comparison_table,
    exceptions_table,
    figures_table,
    marks_note,
    spoken_table,
    table_of,
    withheld_table,
)
from vonnis.report.waves import waves_blocks
from vonnis.report.words import data

_CARDS = 6
_SIDES = 2
_FOREST = 12
"""More shares than these make no chart that fits a page."""
_SAYABLE = ("count", "share", "mean", "median")
_ZERO = "Equal to the demand"
"""The class without difference in a table of differences."""


class Setter:
    """Sets the places of one report in one language."""

    def __init__(self, printer: Printer, filler: Filler, named: frozenset[str]) -> None:
        """Set with the figures of a printer; ``named`` are the ids that the text gives a place of its own."""
        self.printer = printer
        self.filler = filler
        self.named = named
        self._told_sources = False
        self._kinds: Mapping[str, Callable[[Place, Section], Iterable[Block]]] = {
            "cards": self._cards,
            "chart": self._chart,
            "picture": self._picture,
            "forest": self._forest,
            "spoken": self._spoken,
            "table": self._table,
            "figures": self._figures,
            "diagram": self._diagram,
            "beside": self._beside,
            "question": self._question,
            "methods": lambda *_: self._said(self.printer.masthead.methods),
            "limits": lambda *_: self._said(self.printer.masthead.limits),
            "intervals": self._intervals,
            "definitions": self._definitions,
            "coding": self._coding,
            "sources": self._sources,
            "codebook": self._codebook,
            "rules": self._rules,
            "exceptions": self._exceptions,
            "withheld": self._withheld,
            "strict": self._strict,
            "checklist": self._checklist,
            "others": self._others,
            "changes": self._changes,
            "made": self._made,
            "cite": self._cite,
            "timeline": lambda *_: timeline_blocks(self.printer),
            "attention": lambda *_: attention_blocks(self.printer),
            "waves": lambda *_: waves_blocks(self.printer),
            "recommendation": lambda place, _: recommendation(place, self.printer, filler=self.filler),
        }

    def blocks(self, place: Place, section: Section) -> tuple[Block, ...]:
        """Return what stands in a place.

        Raises:
            StudyError: the place, a figure or a table is not known.
            DisclosureError: a figure named for a card is withheld.
        """
        kind = self._kinds.get(place.name)
        if kind is None:
            message = f"{place.where}: there is no place '{place.name}'; there are {', '.join(self._kinds)}"
            raise StudyError(message)
        return tuple(kind(place, section))

    def _ids(self, place: Place) -> Iterator[str]:
        """Yield the ids of a place with the parameters of the study filled in, each once."""
        seen = set()
        for given in place.given:
            for id_ in _expanded(given, self.printer.masthead.parameters, place.where):
                if id_ not in seen:
                    seen.add(id_)
                    yield id_

    def _results(self, place: Place) -> list[ReleasedResult]:
        found = []
        for id_ in self._ids(place):
            result = self.printer.release.result(id_)
            if result is not None:
                found.append(result)
            elif not place.optional:
                message = f"{place.where}: there is no figure '{id_}'; begin the place with (?) where that is meant"
                raise StudyError(message)
        return found

    def _tables(self, place: Place) -> list[ReleasedTable]:
        found = []
        for id_ in self._ids(place):
            table = self.printer.release.table(id_)
            if table is not None:
                found.append(table)
            elif not place.optional:
                message = f"{place.where}: there is no table '{id_}'; begin the place with (?) where that is meant"
                raise StudyError(message)
        return found

    def _cards(self, place: Place, _: Section) -> Iterator[Block]:
        known = self.printer.words
        printer = self.printer
        lenient = msgspec.structs.replace(place, optional=True)
        named = self._results(lenient)
        results = [*named, *(one for one in self._sayable() if one not in named)][:_CARDS]
        cards = tuple(
            Card(
                number=printer.value(result),
                what=result.label[printer.language],
                sure=tuple(filter(None, (printer.basis(result), printer.interval(result)))),
                source=printer.fill("source", source=result.source[printer.language]),
            )
            for result in results
        )
        if cards:
            yield Cards(cards, known["key_figures"], marks_note(results, printer))

    def _sayable(self) -> list[ReleasedResult]:
        """Return the figures that can be said in one breath, for a study that has few of those that a place names."""
        return [
            result
            for result in self.printer.release.results
            if result.value is not None and result.statistic in _SAYABLE and not is_agreement(result)
        ]

    def _chart(self, place: Place, _: Section) -> Iterator[Block]:
        for table in self._tables(place):
            drawing = self._drawing(place)
            if drawing.kind == "pyramid" and drawing.beside is None and len(table.columns) != _SIDES:
                if not place.optional:
                    message = f"{place.where}: a pyramid needs a table of two columns, or a second table as beside:"
                    raise StudyError(message)
                drawing = msgspec.structs.replace(drawing, kind="bars")
            yield self._drawn(table, drawing)
            yield table_of(table, self.printer)
            if drawing.beside is not None and drawing.beside.id not in self.named:
                yield table_of(drawing.beside, self.printer)

    def _drawn(self, table: ReleasedTable, drawing: Drawing) -> Block:
        """Return the chart of a table, or a sentence where too much is withheld to draw anything."""
        if is_drawn(table):
            return picture_of(table, drawing, printer=self.printer)
        return Paragraph(self.printer.fill("undrawn_note", title=table.title[self.printer.language]), "muted")

    def _picture(self, place: Place, _: Section) -> Iterator[Block]:
        for table in filter(is_drawn, self._tables(place)):
            yield picture_of(table, self._drawing(place), printer=self.printer)

    def _forest(self, place: Place, section: Section) -> Iterator[Block]:
        """Yield shares below each other with their intervals, and the same as a table."""
        results = [one for one in self._results(msgspec.structs.replace(place, optional=True)) if one.unit == "share"]
        id_ = f"forest-{section.id}"
        if any(result.value is not None for result in results):
            yield forest_picture(id_, results, finding=self._finding(place), printer=self.printer)
        if results:
            title = self.printer.words["forest_title"]
            yield figures_table(results, id_=id_, title=title, printer=self.printer)

    def _spoken(self, place: Place, section: Section) -> Iterator[Block]:
        """Yield figures as who speaks needs them: the number, what it is, how sure, whence, and its id."""
        if results := self._results(msgspec.structs.replace(place, optional=True)) or self._sayable():
            yield spoken_table(results, id_=section.id, printer=self.printer)

    def _drawing(self, place: Place) -> Drawing:
        kind = place.option("draw") or "bars"
        if kind not in CHARTS:
            message = f"{place.where}: there is no chart '{kind}'; there are {', '.join(CHARTS)}"
            raise StudyError(message)
        mean = None
        if given := place.option("mean"):
            parts = [_one(part, self.printer.masthead.parameters, place.where) for part in given.split()]
            mean = Mean(*parts) if len(parts) == len(Mean.__struct_fields__) else None
        drawn: ChartKind = kind  # type: ignore[assignment]
        beside = place.option("beside")
        return Drawing(
            kind=drawn,
            tint=place.option("tint") or "accent",
            finding=self._finding(place),
            mean=mean,
            median=place.option("median") or "",
            zero=place.option("zero") or "",
            beside=self.printer.release.table(beside) if beside else None,
        )

    def _finding(self, place: Place) -> Line:
        """Return the first finding that can be said, or nothing, so that one is made from the table."""
        for written in _options(place, "finding"):
            line = self.filler.line(written)
            if line:
                return line
        return ()

    def _table(self, place: Place, _: Section) -> Iterator[Block]:
        for table in self._tables(place):
            yield table_of(table, self.printer)

    def _figures(self, place: Place, section: Section) -> Iterator[Block]:
        if results := self._results(msgspec.structs.replace(place, optional=True)):
            yield figures_table(
                results, id_=section.id, title=self.printer.words["chapter_figures"], printer=self.printer
            )

    def _diagram(self, place: Place, _: Section) -> Iterator[Block]:
        steps = [
            (line, key == "out")
            for key, written in place.options
            if key in ("box", "out") and (line := self.filler.line(_may_go(written)))
        ]
        title = self.filler.line(next(_options(place, "title"))) if place.option("title") else ()
        if steps:
            yield diagram_picture(
                place.given[0] if place.given else "diagram", steps, title=title or (), printer=self.printer
            )

    def _beside(self, place: Place, _: Section) -> Iterator[Block]:
        masthead, printer = self.printer.masthead, self.printer
        if not masthead.references:
            return
        if masthead.reference_name:
            yield Paragraph(printer.fill("reference_lead", name=masthead.reference_name[printer.language]))
        shares = [r for r in self._results(msgspec.structs.replace(place, optional=True)) if r.value is not None]
        if shares:
            yield estimates_picture(shares, printer)
        yield comparison_table(masthead.references, printer)

    def _question(self, *_: object) -> Iterator[Block]:
        yield Paragraph(document.words(self.printer.masthead.question[self.printer.language]), "lead")

    def _said(self, templates: tuple[dict[str, str], ...]) -> Iterator[Block]:
        """Yield sentences that came with the study, those with a withheld figure left out."""
        for template in templates:
            text = template[self.printer.language].replace("{", "{{").replace("}", "}}")
            line = self.filler.line(_escaped(text))
            if line:
                yield Paragraph(line)

    def _intervals(self, *_: object) -> Iterator[Block]:
        said = self.printer.fill("intervals_text", methods=self._methods() or self.printer.words["none"])
        reading = document.words(self.printer.words[f"intervals_{self.printer.masthead.reading}"])
        yield Paragraph(document.joined([said, reading, document.words(self.printer.words["digits_text"])], by=" "))

    def _methods(self) -> str:
        """Return the names of the methods behind the intervals of the report."""
        return method_names(
            (one.interval.method for one in self.printer.release.results if one.interval), self.printer.language
        )

    def _definitions(self, *_: object) -> Iterator[Block]:
        printer = self.printer
        entries = [(r.id, r.label, r.definition, r.missing) for r in printer.release.results if not is_on_coding(r)]
        own = [table for table in printer.release.tables if table.id not in printer.masthead.sources]
        entries += [(t.id, t.title, t.definition, t.missing) for t in own]
        yield Terms(
            tuple(
                Term(
                    document.words(label[printer.language]),
                    _meaning(id_, definition, missing, printer=printer),
                    f"definition-{id_}",
                )
                for id_, label, definition, missing in entries
            )
        )

    def _coding(self, *_: object) -> Iterator[Block]:
        """Yield the sentences on how people coded, and the table of agreement, where a study has them."""
        yield from self._said(self.printer.masthead.coding)
        if any(map(is_agreement, self.printer.release.results)):
            yield agreement_table(self.printer)
        if any(map(is_machine, self.printer.release.results)):
            yield machine_table(self.printer)

    def _sources(self, *_: object) -> Iterator[Block]:
        """Yield which source each figure rests on, where a study has several; once in a report."""
        if (tables := sources_of(self.printer)) and not self._told_sources:
            self._told_sources = True
            yield sources_table(tables, self.printer)

    def _codebook(self, *_: object) -> Iterator[Block]:
        printer, known, language = self.printer, self.printer.words, self.printer.language
        if not printer.masthead.codebook:
            yield Paragraph(document.words(known["codebook_none"]))
            return
        heads = ("codebook_variable", "codebook_level", "codebook_question", "codebook_answers")
        yield Table(
            id="table-codebook",
            number="",
            caption=document.words(known["codebook_title"]),
            head=tuple(Cell(document.words(known[head])) for head in heads),
            rows=tuple(
                (
                    Cell((document.Words(asked.name, "code"),)),
                    Cell(document.words(known.get(f"codebook_level_{asked.level}", asked.level))),
                    Cell(document.words(asked.question[language])),
                    Cell(document.words(asked.answers[language]), long=True),
                )
                for asked in printer.masthead.codebook
            ),
            compact=True,
        )

    def _rules(self, *_: object) -> Iterator[Block]:
        yield Points(tuple(document.words(line[self.printer.language]) for line in self.printer.release.policy))

    def _exceptions(self, *_: object) -> Iterator[Block]:
        known = self.printer.words
        decisions = [d for d in self.printer.release.decisions if d.outcome == "exception"]
        yield Paragraph(document.words(known["exceptions_lead" if decisions else "exceptions_none"]))
        if decisions:
            yield exceptions_table(decisions, self.printer)

    def _withheld(self, *_: object) -> Iterator[Block]:
        decisions = [d for d in self.printer.release.decisions if d.outcome == "withheld"]
        known = self.printer.words
        if decisions:
            yield withheld_table(decisions, id_="withheld", title=known["withheld_title"], printer=self.printer)
        else:
            yield Paragraph(document.words(known["withheld_none"]))

    def _strict(self, *_: object) -> Iterator[Block]:
        decisions, known = self.printer.release.strict, self.printer.words
        yield Paragraph(document.words(known["strict_lead" if decisions else "strict_none"]))
        if decisions:
            yield withheld_table(decisions, id_="strict", title=known["strict_title"], printer=self.printer)

    def _checklist(self, *_: object) -> Iterator[Block]:
        printer, known = self.printer, self.printer.words
        rows = []
        for entry in data("checklists.yaml")["items"]:
            target = self.filler.targets.get(("chapter", entry["chapter"]))
            said = self._stated(entry.get("said"))
            where = document.joined([(target,) if target else (), document.words(said)], by=": ")
            rows.append(
                (
                    Cell(document.words(entry["id"])),
                    Cell(document.words(entry["item"][printer.language])),
                    Cell(where or document.words("–"), long=True),
                )
            )
        heads = ("checklist_item", "checklist_asks", "checklist_where")
        yield Table(
            id="table-checklist",
            number="",
            caption=document.words(known["checklist_title"]),
            head=tuple(Cell(document.words(known[head])) for head in heads),
            rows=tuple(rows),
            compact=True,
        )

    def _stated(self, what: str | None) -> str:
        """Return what the protocol itself says on an item."""
        masthead, language = self.printer.masthead, self.printer.language
        told = "; ".join(result.source[language] for result in self.printer.release.results)
        sources = dict.fromkeys(source.rstrip(".") for source in told.split("; "))
        said: dict[str, str] = {
            "title": masthead.title[language],
            "question": masthead.question[language],
            "period": (masthead.period or {}).get(language, ""),
            "population": masthead.population[language],
            "author": masthead.author[language],
            "version": masthead.version,
            "source": "; ".join(sources),
            "intervals": self._methods(),
        }
        return said.get(what or "", "")

    def _others(self, *_: object) -> Iterator[Block]:
        """Yield what no place names, so that nothing released goes unseen."""
        release = self.printer.release
        results = [result for result in release.results if result.id not in self.named and not is_on_coding(result)]
        for table in release.tables:
            if table.id in self.named or table.id in self.printer.masthead.sources:
                continue
            if table.drawn in CHARTS and any(cell.value for row in table.cells for cell in row):
                yield self._drawn(table, Drawing(kind=table.drawn, zero=_ZERO))  # type: ignore[arg-type]
            yield table_of(table, self.printer)
        for place, few in enumerate(_forests(results), start=1):
            yield forest_picture(f"forest-other-{place}", few, finding=(), printer=self.printer)
        if results:
            yield figures_table(results, id_="other", title=self.printer.words["other"], printer=self.printer)
        yield from self._sources()

    def _changes(self, *_: object) -> Iterator[Block]:
        """Yield what an interim report says otherwise than the release before it."""
        interim = self.printer.masthead.interim
        if interim is not None and interim.since is not None:
            yield changes_table(interim.before, since=interim.since, printer=self.printer)

    def _made(self, *_: object) -> Iterator[Block]:
        masthead, known, language = self.printer.masthead, self.printer.words, self.printer.language
        items = [
            Term(document.words(known["made_term_program"]), document.words(masthead.version)),
            Term(document.words(known["made_term_digest"]), (document.Words(masthead.digest, "code"),)),
            Term(document.words(known["made_term_at"]), document.words(f"{masthead.at:%Y-%m-%d %H:%M} UTC")),
        ]
        items += [Term(document.words(term[language]), document.words(value)) for term, value in masthead.made]
        yield Terms(tuple(items))

    def _cite(self, *_: object) -> Iterator[Block]:
        masthead, language = self.printer.masthead, self.printer.language
        yield Paragraph(
            self.printer.fill(
                "cite_text",
                author=masthead.author[language],
                year=str(masthead.at.year),
                title=masthead.title[language],
                version=masthead.version,
                digest=masthead.digest[:16],
            )
        )


def _forests(results: Iterable[ReleasedResult]) -> Iterator[list[ReleasedResult]]:
    """Yield the shares of each level that can stand below each other in one chart, so many that it fits a page."""
    levels: dict[str, list[ReleasedResult]] = {}
    for result in results:
        if result.statistic == "share" and result.unit == "share" and result.value is not None:
            levels.setdefault(result.level, []).append(result)
    for shares in levels.values():
        charts = -(-len(shares) // _FOREST)
        each = -(-len(shares) // charts)
        yield from (shares[first : first + each] for first in range(0, len(shares), each) if len(shares) > 1)


def _options(place: Place, key: str) -> Iterator[Written]:
    for name, written in place.options:
        if name == key:
            yield _may_go(written)


def _may_go(written: Written) -> Written:
    """Return the text of an option, optional where it begins with the mark for that."""
    return Written(written.text.removeprefix("(?)").strip(), written.where, written.text.startswith("(?)"))


def _meaning(id_: str, definition: Text, missing: dict[str, int | None], *, printer: Printer) -> Line:
    """Return what a figure counts, and how many answers it lacks where it lacks any."""
    said = document.words(printer.explained(definition))
    if all(count == 0 for count in missing.values()):
        return said
    return document.joined([said, printer.fill("missing_note", missing=printer.missing(id_, missing))], by=" ")


def _escaped(text: str) -> Written:
    """Return a sentence of the study as optional text, its own digits marked as meant."""
    parts = re.split(r"(\{\{.*?\}\})", text)
    marked = [part if part.startswith("{{") else re.sub(r"(\d[\d.,]*%?)", r"\\\1", part) for part in parts]
    return Written("".join(marked).replace("*", "∗"), "the method of the study", optional=True)


def _expanded(text: str, parameters: Mapping[str, int | tuple[int, ...]], where: str) -> Iterator[str]:
    """Yield an id, once for each value of a parameter in it that has several."""
    start, end = text.find("<"), text.find(">")
    if start < 0:
        yield text
        return
    value = parameters.get(text[start + 1 : end])
    if value is None:
        message = f"{where}: {text[start : end + 1]} is no parameter of this study"
        raise StudyError(message)
    for one in value if isinstance(value, tuple) else (value,):
        yield from _expanded(f"{text[:start]}{one}{text[end + 1 :]}", parameters, where)


def _one(text: str, parameters: Mapping[str, int | tuple[int, ...]], where: str) -> str:
    return next(_expanded(text, parameters, where))


def ids_in(place: Place, parameters: Mapping[str, int | tuple[int, ...]]) -> Iterator[str]:
    """Yield the ids that a place gives a place of their own, parameters filled in."""
    if place.name in ("chart", "table", "figures", "forest"):
        for given in place.given:
            yield from _expanded(given, parameters, place.where)
