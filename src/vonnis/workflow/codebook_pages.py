"""The codebook for coders, and the score form to print: a page (HTML) in both languages, and a PDF in one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal

import vonnis
from vonnis.codebook.codebook import Check, Codebook, Derived, Level, Variable
from vonnis.report.document import (
    Block,
    Cell,
    Chapter,
    Document,
    Front,
    Heading,
    Line,
    Paragraph,
    Points,
    Table,
    Term,
    Terms,
    Words,
    words,
)
from vonnis.report.words import Language

Kind = Literal["codebook", "form"]
_BOX = "☐ "


def codebook_page(codebook: Codebook, *, kind: Kind, at: dt.datetime) -> str:
    """Return a codebook or its score form as one HTML page, in every language of the codebook."""
    from vonnis.report.page import page

    return page([_document(codebook, kind, language=language, at=at) for language in _languages(codebook)])


def codebook_pdf(codebook: Codebook, *, kind: Kind, language: Language, at: dt.datetime) -> bytes:
    """Return a codebook or its score form as PDF in one language."""
    from vonnis.report.paper.typesetting import pdf

    return pdf(_document(codebook, kind, language=language, at=at))


def _languages(codebook: Codebook) -> list[Language]:
    known: tuple[Language, ...] = ("nl", "en")
    return [language for language in known if language in codebook.languages]


@cache
def _words(language: str) -> dict[str, str]:
    import yaml

    text = files("vonnis.workflow").joinpath("codebook_pages.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = yaml.safe_load(text)
    return {key: told[language] for key, told in table.items()}


def _document(codebook: Codebook, kind: Kind, *, language: Language, at: dt.datetime) -> Document:
    known = _words(language)
    numbers = iter(range(1, 10_000))
    chapters = [
        Chapter(
            id=level,
            title=known[level],
            number=str(place),
            blocks=tuple(_level(codebook, level, kind, (language, numbers))),
        )
        for place, level in enumerate((level for level in codebook.levels if codebook.at(level)), 1)
    ]
    if kind == "codebook":
        rest = (("checks", _checks(codebook, language)), ("derived", _derived(codebook, language)))
        for id_, blocks in ((id_, tuple(found)) for id_, found in rest):
            if blocks:
                number = str(len(chapters) + 1)
                chapters.append(Chapter(id=id_, title=known[id_], number=number, blocks=blocks))
    return Document(
        language=language,
        kind="report",
        front=Front(
            title=codebook.title[language],
            subtitle=known[kind],
            question=(codebook.description or {}).get(language, known[f"{kind}_is"]),
            population=known["rules"],
            author=f"{codebook.name} {codebook.version}",
            day=f"{at:%Y-%m-%d}",
        ),
        notice="",
        mark="",
        chapters=tuple(chapters),
        colophon=Terms((Term(words(known["digest"]), (Words(codebook.digest, "code"),)),)),
        at=at,
        generator=f"vonnis {vonnis.__version__}",
    )


def _level(codebook: Codebook, level: Level, kind: Kind, told: tuple[Language, Iterator[int]]) -> Iterator[Block]:
    language, numbers = told
    titles = {section.id: section.label[language] for section in codebook.sections}
    several = len({variable.section for variable in codebook.at(level)}) > 1
    section = None
    if kind == "form":
        yield Paragraph(words(_words(language)["unit_line"]), "muted")
    for variable in codebook.at(level):
        if several and variable.section != section and variable.section in titles:
            section = variable.section
            yield Paragraph((Words(titles[section], "strong"),), "lead")
        yield Heading(variable.label[language], id=f"{kind}-{variable.name}")
        yield Paragraph((*words(f"{variable.question[language]} "), Words(variable.name, "code")))
        yield from (_asked if kind == "form" else _explained)(variable, language, numbers)


def _asked(variable: Variable, language: Language, numbers: Iterator[int]) -> Iterator[Block]:
    """Yield the answers to tick or fill in, for the printed form."""
    known = _words(language)
    del numbers
    if variable.asked_if is not None:
        yield Paragraph((*words(f"{known['only_if']} "), Words(variable.asked_if.text, "code")), "note")
    boxes = [words(f"{_BOX}{one.code}  {one.label[language]}") for one in variable.categories]
    if not variable.categories:
        yield Paragraph(words(f"{known[f'fill_{variable.type}']} ______________________________"))
    if boxes:
        yield Points(tuple(boxes))
    if variable.missing:
        kinds = [f"{_BOX}{int(kind)} {kind.label[language]}" for kind in sorted(variable.missing, reverse=True)]
        yield Paragraph(words("      ".join(kinds)))
    if variable.evidence != "none":
        yield Paragraph(words(known["where_line"]), "muted")


def _explained(variable: Variable, language: Language, numbers: Iterator[int]) -> Iterator[Block]:
    known = _words(language)
    facts = [known[f"type_{variable.type}"]]
    if variable.least is not None or variable.most is not None:
        low = "" if variable.least is None else str(variable.least)
        facts.append(f"{known['range']} {low}–{'' if variable.most is None else variable.most}")
    facts += [variable.unit] if variable.unit and variable.type == "money" else []
    facts += [known["short"]] if variable.short else []
    facts += [known["optional"]] if variable.optional else []
    facts += [f"{known['double']} {variable.double_coding:.0%}"] if variable.double_coding is not None else []
    yield Paragraph(words(" · ".join(facts)), "muted")
    for field in ("definition", "rule", "example", "counter_example"):
        text: dict[str, str] | None = getattr(variable, field)
        if text:
            yield Paragraph((Words(f"{known[field]}: ", "strong"), *words(text[language])))
    if variable.asked_if is not None:
        told = (Words(f"{known['only_if']} ", "strong"), Words(variable.asked_if.text, "code"))
        yield Paragraph(told)
    if variable.precedence:
        order = ", ".join(known.get(f"{one}_says", "") or known[one] for one in variable.believed)
        yield Paragraph((Words(f"{known['believed']}: ", "strong"), *words(order)))
    rows = [_row(str(one.code), one.label[language]) for one in variable.categories]
    rows += [_row(str(int(kind)), kind.label[language]) for kind in variable.kinds[::-1]]
    yield Table(
        id=f"codes-{variable.name}",
        number=str(next(numbers)),
        caption=words(f"{known['codes']} {variable.name}"),
        head=(Cell(words(known["meaning"])), Cell(words(known["code"]), right=True)),
        rows=tuple(rows),
        compact=True,
    )


def _row(code: str, meaning: str) -> tuple[Cell, Cell]:
    shown: Line = (Words(code, "code"),)
    return Cell(words(meaning)), Cell(shown, right=True)


def _checks(codebook: Codebook, language: Language) -> Iterator[Block]:
    known = _words(language)

    def told(check: Check) -> Line:
        message = words(f"{check.message[language]} ({known[check.severity]}) ")
        return (*message, Words(check.must.text, "code"))

    if codebook.checks:
        yield Points(tuple(told(check) for check in codebook.checks))


def _derived(codebook: Codebook, language: Language) -> Iterator[Block]:
    known = _words(language)
    for derived in codebook.derived:
        yield Heading(derived.label[language], id=f"derived-{derived.name}")
        yield Paragraph((*words(f"{derived.definition[language]} "), Words(derived.name, "code")))
        yield from _how(derived, language)
        for other in derived.alternatives:
            line = (*words(f"{known['alternative']}: {other.label[language]} "), Words(other.name, "code"))
            yield Paragraph(line, "muted")


def _how(derived: Derived, language: Language) -> Iterator[Block]:
    if derived.value is not None:
        yield Paragraph((Words(derived.value.text, "code"),))
        return
    labels = {one.code: one.label[language] for one in derived.categories}
    rest = _words(language)["otherwise"]
    lines: list[Line] = []
    for case in derived.cases:
        rule: Line = words(rest) if case.when is None else (Words(case.when.text, "code"),)
        lines.append((*words(f"{case.code} {labels[case.code]}: "), *rule))
    yield Points(tuple(lines))
