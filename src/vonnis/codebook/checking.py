"""What is wrong with a codebook beyond the form of its file: names, codes, languages, ranges, order and rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vonnis.codebook import expression as ex
from vonnis.codebook.codebook import Codebook, Derived, Level, Text, Variable
from vonnis.codebook.kinds import Kind, check_rule
from vonnis.codebook.missing import CODES, Missing
from vonnis.located.decoding import nearest
from vonnis.located.node import Node, Notes, Place

LONGEST_NAME = 32
LONGEST_VARIABLE_LABEL = 256
LONGEST_VALUE_LABEL = 120
"""SPSS keeps so many bytes of a label and cuts the rest without a word; names are kept shorter than its 64 bytes."""

LANGUAGES = ("nl", "en")
RESERVED = frozenset({"unit", "complex", "defendant", "victim", "pair", "weight", "coder", "round", "standing", "wave"})
"""Names of the key columns of the dataset."""

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_COMPANIONS = ("_mis", "_precision")
_SCALES: dict[str, tuple[str, ...]] = {
    "category": ("nominal", "ordinal"),
    "categories": ("nominal",),
    "integer": ("ordinal", "interval", "ratio"),
    "interval": ("interval", "ratio"),
    "money": ("ratio",),
    "duration": ("ratio",),
    "date": ("interval",),
}
Path = tuple[str | int, ...]


def check(codebook: Codebook, node: Node, *, notes: Notes) -> None:
    """Note every mistake in the content of a codebook that its file holds as ``node``."""
    checker = _Checker(codebook, node, notes)
    checker.head()
    for number, variable in enumerate(codebook.variables):
        checker.variable(variable, number)
    for number, derived in enumerate(codebook.derived):
        checker.derived(derived, number)
    checker.checks()
    checker.circles()


_PART_READ = r"[a-z_]+\.(?:total|suspended|probation|substitute)"


class _Checker:
    def __init__(self, codebook: Codebook, node: Node, notes: Notes) -> None:
        self.codebook = codebook
        self.node = node
        self.notes = notes
        self.order = {variable.name: number for number, variable in enumerate(codebook.variables)}
        self.seen: dict[str, int] = {}

    def note(self, path: Path, sentence: str) -> None:
        self.notes.add(self.node.at(*path), sentence)

    def head(self) -> None:
        book = self.codebook
        if not _VERSION.fullmatch(book.version):
            self.note(("version",), f"`{book.version}` is no version; write three numbers with points, as 1.0.0")
        for number, language in enumerate(book.languages):
            if language not in LANGUAGES:
                self.note(("languages", number), f"`{language}` is no language of codebooks; known are nl and en")
        if not book.languages:
            self.note(("languages",), "no language is named; write [nl, en]")
        self.texts({"title": book.title, "description": book.description}, ())
        for number, section in enumerate(book.sections):
            self._once(section.id, ("sections", number, "id"), "section")
            self.texts({"label": section.label}, ("sections", number))
        for name in book.parameters:
            self.named(name, ("parameters", name))
        if not book.variables:
            self.note(("variables",), "no variable is asked; add one")

    def _once(self, name: str, path: Path, what: str) -> None:
        key = f"{what} {name}"
        place = self.node.at(*path)
        if key in self.seen:
            where = f"first in line {self.seen[key]}"
            self.notes.add(place, f"the {what} `{name}` is defined twice ({where}); rename or remove one")
        self.seen.setdefault(key, place.line)

    def named(self, name: str, path: Path) -> None:
        """Note what is wrong with the name of a variable, derived variable or parameter."""
        self._once(name, path, "name")
        if not _NAME.fullmatch(name):
            suggestion = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
            self.note(
                path, f"`{name}` is no name; use small letters, figures and single underscores, as `{suggestion}`"
            )
        if len(name) > LONGEST_NAME:
            self.note(path, f"`{name}` has {len(name)} characters; a name has at most {LONGEST_NAME}")
        if name in RESERVED or ex.is_word(name):
            self.note(path, f"`{name}` has a meaning of its own in data files or rules; choose another name")
        if name.endswith(_COMPANIONS):
            self.note(path, f"`{name}` ends as the companion columns of the dataset do; choose another name")

    def texts(self, texts: dict[str, Text | None], path: Path, *, most: int | None = None) -> None:
        """Note languages that lack or are unknown, and labels that SPSS would cut."""
        for name, text in texts.items():
            for language in self.codebook.languages if text is not None else ():
                if language in LANGUAGES and language not in (text or {}):
                    self.note((*path, name), f"`{name}` lacks its {_LANGUAGE[language]} text; add `{language}: …`")
            for language, words in (text or {}).items():
                if language not in self.codebook.languages:
                    known = ", ".join(self.codebook.languages)
                    self.note((*path, name, language), f"`{language}` is no language of this codebook ({known})")
                length = len(words.encode())
                if most is not None and length > most:
                    self.note(
                        (*path, name, language), f"this label has {length} bytes and SPSS keeps {most}; shorten it"
                    )

    def variable(self, variable: Variable, number: int) -> None:
        path: Path = ("variables", number)
        self.named(variable.name, (*path, "name"))
        self.texts({"label": variable.label}, path, most=LONGEST_VARIABLE_LABEL)
        longer = ("question", "definition", "rule", "example", "counter_example")
        self.texts({name: getattr(variable, name) for name in longer}, path)
        self.categories(variable, path)
        self.numbers(variable, path)
        self.kinds(variable, path)
        self.links(variable, path)
        self.machine(variable, path)
        if variable.asked_if is not None:
            self._rule(variable.asked_if, (*path, "asked_if"), variable.level, ("truth",))
            self.asked_before(variable, path)

    def categories(self, variable: Variable | Derived, path: Path) -> None:
        kind = variable.type
        if kind in {"category", "categories"} and not variable.categories:
            self.note((*path, "type"), f"`{variable.name}` is a {kind} variable without categories; add `categories`")
        if kind not in {"category", "categories"} and variable.categories:
            self.note(
                (*path, "categories"), f"a variable of type {kind} has no categories; remove them or change the type"
            )
        seen: dict[int, int] = {}
        for number, category in enumerate(variable.categories):
            at: Path = (*path, "categories", number)
            place = self.node.at(*at, "code")
            if category.code in seen:
                first = seen[category.code]
                self.notes.add(place, f"code {category.code} stands twice in `{variable.name}` (first in line {first})")
            seen.setdefault(category.code, place.line)
            if category.code in CODES:
                word = Missing(category.code).word
                sentence = f"{category.code} is the code of {word}; name it under `missing` instead of as a category"
                self.notes.add(place, sentence)
            elif category.code < 0:
                self.notes.add(place, f"{category.code} is negative; codes of categories are 0 or more")
            self.texts({"label": category.label}, at, most=LONGEST_VALUE_LABEL)
            self.texts({"definition": category.definition}, at)
            if category.alone and kind != "categories":
                self.note((*at, "alone"), "`alone` is for sets of categories; one answer always stands alone")
        if kind == "category" and len(seen) == 1:
            self.note((*path, "categories"), f"`{variable.name}` has one category only; a question needs two")

    def numbers(self, variable: Variable, path: Path) -> None:
        least, most = variable.least, variable.most
        if least is not None and most is not None and least > most:
            self.note((*path, "least"), f"`least` ({least}) lies above `most` ({most}); turn them around")
        if variable.categories and (least is not None or most is not None):
            self.note((*path, "least" if least is not None else "most"), "categories have no range; remove it")
        if variable.type == "money" and not re.fullmatch("[A-Z]{3}", variable.unit or ""):
            self.note((*path, "unit" if variable.unit else "type"), "money needs its currency: write `unit: EUR`")
        if variable.precision != "day" and variable.type != "date":
            self.note((*path, "precision"), f"`precision` is for dates, and `{variable.name}` is {variable.type}")
        if variable.scale not in _SCALES[variable.type]:
            fitting = " or ".join(_SCALES[variable.type])
            where = "scale" if "scale" in self.entries(path) else "type"
            self.note(
                (*path, where),
                f"a variable of type {variable.type} is {fitting}, not {variable.scale}; write `scale: …`",
            )
        if variable.double_coding is not None and not 0 <= variable.double_coding <= 1:
            self.note((*path, "double_coding"), f"{variable.double_coding} is no share; write a number from 0 to 1")

    def entries(self, path: Path) -> dict[str, Node]:
        node = self.node
        for step in path:
            node = node.entries[step] if isinstance(step, str) else node.items[step]
        return node.entries

    def kinds(self, variable: Variable, path: Path) -> None:
        for number, kind in enumerate(variable.missing):
            if kind in variable.missing[:number]:
                self.note((*path, "missing", number), f"{kind.word} stands twice; keep one")
            if kind is Missing.NOT_APPLICABLE and variable.asked_if is None:
                sentence = "not_applicable is set by `asked_if` alone and never chosen; add the rule or remove the word"
                self.note((*path, "missing", number), sentence)
        for number, standing in enumerate(variable.precedence):
            if standing in variable.precedence[:number]:
                self.note((*path, "precedence", number), f"{standing} stands twice; keep one")

    def links(self, variable: Variable, path: Path) -> None:
        sections = [section.id for section in self.codebook.sections]
        if variable.section is not None and variable.section not in sections:
            hint = nearest(variable.section, sections) or "; add it under `sections`"
            self.note((*path, "section"), f"`{variable.section}` is no section of this codebook{hint}")
        if variable.part_of is None:
            return
        whole = self.codebook.by_name.get(variable.part_of)
        if whole is None or whole is variable:
            hint = nearest(variable.part_of, list(self.order)) or "; name another variable"
            self.note((*path, "part_of"), f"`{variable.part_of}` is no other variable of this codebook{hint}")
        elif whole.part_of is not None:
            self.note((*path, "part_of"), f"`{whole.name}` is itself part of `{whole.part_of}`; name that one")
        elif whole.level != variable.level:
            self.note(
                (*path, "part_of"), f"`{whole.name}` is asked of each {whole.level}; a part has the level of the whole"
            )

    def machine(self, variable: Variable, path: Path) -> None:
        if variable.machine == "yes" and variable.extractor is None:
            sentence = "`machine: yes` needs the field of the record that answers: write `extractor: defendant.sex`"
            self.note((*path, "machine"), sentence)
        if variable.extractor is not None and not re.fullmatch(r"[a-z_]+(?:\.[a-z_]+)*", variable.extractor):
            self.note((*path, "extractor"), f"`{variable.extractor}` is no field of a record, such as `defendant.sex`")

        sanctions = variable.extractor in {"imposed", "demanded"}
        if variable.reads is not None and not (sanctions and re.fullmatch(_PART_READ, variable.reads)):
            sentence = f"`reads: {variable.reads}` names no part of a sanction; write `reads: prison.total` beside"
            self.note((*path, "reads"), f"{sentence} `extractor: imposed`")

    def derived(self, derived: Derived, number: int) -> None:
        path: Path = ("derived", number)
        self.named(derived.name, (*path, "name"))
        self.texts({"label": derived.label}, path, most=LONGEST_VARIABLE_LABEL)
        self.texts({"definition": derived.definition}, path)
        self.categories(derived, path)
        if (derived.value is None) == (not derived.cases):
            self.note((*path, "name"), f"`{derived.name}` needs either a `value` or `cases`, one of the two")
        if derived.value is not None:
            wanted: tuple[Kind, ...] = ("date",) if derived.type == "date" else ("number", "code")
            self._rule(derived.value, (*path, "value"), derived.level, wanted)
        self.cases(derived, path)
        known = list(self.codebook.derived_by_name)
        for position, other in enumerate(derived.alternatives):
            self.texts({"label": other.label}, (*path, "alternatives", position))
            if other.name not in known or other.name == derived.name:
                hint = nearest(other.name, known) or "; define it under `derived`"
                where: Path = (*path, "alternatives", position, "name")
                self.note(where, f"`{other.name}` is no other derived variable{hint}")

    def cases(self, derived: Derived, path: Path) -> None:
        for position, case in enumerate(derived.cases):
            at: Path = (*path, "cases", position)
            is_last = position == len(derived.cases) - 1
            if case.code not in derived.codes:
                self.note((*at, "code"), f"{case.code} is no category of `{derived.name}`; add it under `categories`")
            if case.when is not None:
                self._rule(case.when, (*at, "when"), derived.level, ("truth",))
            if case.when is None and not is_last:
                self.note((*at, "code"), "a case without `when` always holds, so those after it never do; put it last")
            if case.when is not None and is_last:
                self.note(
                    (*at, "when"), "the last case must hold for all that is left; remove its `when` or add a case"
                )

    def checks(self) -> None:
        for number, one in enumerate(self.codebook.checks):
            path: Path = ("checks", number)
            self._once(one.id, (*path, "id"), "check")
            self.texts({"message": one.message}, path)
            self._rule(one.must, (*path, "must"), one.level, ("truth",))

    def _rule(self, rule: ex.Rule, path: Path, level: Level, wanted: tuple[Kind, ...]) -> None:
        node = self.node
        for step in path:
            node = node.entries[step] if isinstance(step, str) else node.items[step]

        def note(column: int, sentence: str) -> None:
            self.notes.add(place_in_rule(node, column), f"in the rule `{rule.text}`: {sentence}")

        check_rule(rule, self.codebook, level=level, wanted=wanted, note=note)

    def asked_before(self, variable: Variable, path: Path) -> None:
        names = variable.asked_if.names() if variable.asked_if else ()
        for name in names:
            other = self.codebook.by_name.get(name)
            if other is not None and other.level == variable.level and self.order[name] > self.order[variable.name]:
                sentence = f"`{variable.name}` rests on `{name}`, which is asked later; move `{name}` before it"
                self.note((*path, "asked_if"), sentence)

    def circles(self) -> None:
        """Note rules that rest on themselves, by way of others or not."""
        book = self.codebook
        rests: dict[str, set[str]] = {v.name: set(v.asked_if.names()) for v in book.variables if v.asked_if}
        for derived in book.derived:
            rules = [derived.value, *(case.when for case in derived.cases)]
            rests.setdefault(derived.name, set()).update(name for rule in rules if rule for name in rule.names())
        for kind, things in (("variables", book.variables), ("derived", book.derived)):
            self._circles(kind, [thing.name for thing in things], lambda name: sorted(rests.get(name, ())))

    def _circles(self, kind: str, names: Sequence[str], follow: Callable[[str], list[str]]) -> None:
        for number, name in enumerate(names):
            way = _way_back(name, follow)
            if way and name == min(way):
                chain = " → ".join([*way, name])
                where = "asked_if" if kind == "variables" else "name"
                self.note((kind, number, where), f"this rests on itself ({chain}); break the circle")


_LANGUAGE = {"nl": "Dutch", "en": "English"}


def _way_back(name: str, follow: Callable[[str], list[str]]) -> list[str]:
    """Return the names on the shortest way from a name back to itself; nothing where there is none."""
    ways, reached = [[name]], {name}
    while ways:
        way = ways.pop(0)
        for step in follow(way[-1]):
            if step == name:
                return way
            if step not in reached:
                reached.add(step)
                ways.append([*way, step])
    return []


def place_in_rule(node: Node, column: int) -> Place:
    """Return where a column of a rule stands in the file; the beginning of the rule where it runs over lines."""
    if "\n" in node.raw:
        return node.place
    return Place(node.place.line, node.place.column + column - 1 + (node.kind == "text"))
