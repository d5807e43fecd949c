"""Whether a rule makes sense: its names exist and can be seen, and like is held against like.

Each mistake names the column of the rule at which it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from vonnis.codebook import expression as ex
from vonnis.codebook.codebook import Codebook, Derived, Level, Variable
from vonnis.codebook.levels import SEEN_FROM, iterated
from vonnis.codebook.missing import CODES
from vonnis.located.decoding import nearest

Kind = Literal["truth", "number", "date", "duration", "code", "set", "unknown"]
_OF_TYPE: dict[str, Kind] = {
    "category": "code",
    "categories": "set",
    "integer": "number",
    "interval": "number",
    "money": "number",
    "duration": "duration",
    "date": "date",
}
_WORDS: dict[Kind, str] = {
    "truth": "a condition",
    "number": "a number",
    "date": "a date",
    "duration": "a duration",
    "code": "a category",
    "set": "a set of categories",
    "unknown": "something unknown",
}
_WANTED: dict[str, tuple[Kind, ...]] = {
    "days": ("duration",),
    "hours": ("duration",),
    "year": ("date",),
    "age": ("number", "date"),
    "years": ("date", "date"),
}
Note = Callable[[int, str], None]
"""Takes a column of the rule and a sentence."""


def check_rule(rule: ex.Rule, codebook: Codebook, *, level: Level, wanted: tuple[Kind, ...], note: Note) -> None:
    """Note every mistake in a rule that stands at a level and must give one of the wanted kinds."""
    found = _Checker(codebook, note).kind(rule.root, level)
    if found not in (*wanted, "unknown"):
        note(1, f"it gives {_WORDS[found]} where {_WORDS[wanted[0]]} is needed{_instead(found, wanted)}")


def _instead(found: Kind, wanted: tuple[Kind, ...]) -> str:
    if "truth" not in wanted:
        return ""
    examples = {"code": "`= 1`", "set": "`has 1`", "number": "`> 0`", "date": "`>= 2015-01-01`", "duration": "`> …`"}
    return f"; hold it against something, as with {examples[found]}" if found in examples else ""


class _Checker:
    def __init__(self, codebook: Codebook, note: Note) -> None:
        self.codebook = codebook
        self.note = note

    def kind(self, node: ex.Node, level: Level) -> Kind:  # noqa: C901, PLR0911 - one way out per kind of node
        if isinstance(node, ex.Number):
            return "number"
        if isinstance(node, ex.Day):
            return "date"
        if isinstance(node, ex.Name):
            return self.name(node, level)[0]
        if isinstance(node, ex.Compare):
            return self.compare(node, level)
        if isinstance(node, ex.Holds):
            return self.holds(node, level)
        if isinstance(node, ex.Is):
            return self.state(node, level)
        if isinstance(node, ex.Arithmetic):
            return self.arithmetic(node, level)
        if isinstance(node, ex.Call):
            return self.call(node, level)
        if isinstance(node, ex.Over):
            return self.over(node, level)
        for part in ex.children(node):
            self._expect(part, ("truth",), level)
        return "truth"

    def _expect(self, node: ex.Node, wanted: tuple[Kind, ...], level: Level) -> None:
        found = self.kind(node, level)
        if found not in (*wanted, "unknown"):
            words = " or ".join(_WORDS[kind] for kind in wanted)
            self.note(node.column, f"{_WORDS[found]} stands where {words} is needed{_instead(found, wanted)}")

    def name(self, node: ex.Name, level: Level) -> tuple[Kind, Variable | Derived | None]:
        codebook = self.codebook
        if node.name in codebook.parameters:
            return "number", None
        known = codebook.by_name.get(node.name) or codebook.derived_by_name.get(node.name)
        if known is None:
            names = [*codebook.by_name, *codebook.derived_by_name, *codebook.parameters]
            hint = nearest(node.name, names) or "; check the spelling or add it"
            self.note(node.column, f"`{node.name}` is no variable or parameter of this codebook{hint}")
            return "unknown", None
        if known.level not in SEEN_FROM[level]:
            sentence = f"`{node.name}` is asked of each {known.level}, and a {level} can have several"
            self.note(node.column, f"{sentence}; go through them with any(…), all(…), count(…) or lowest(…)")
            return "unknown", known
        return _OF_TYPE[known.type], known

    def compare(self, node: ex.Compare, level: Level) -> Kind:
        left, right = self.kind(node.left, level), self.kind(node.right, level)
        for side, other in ((left, node.right), (right, node.left)):
            variable = node.left if other is node.right else node.right
            if side == "code" and isinstance(other, ex.Number) and isinstance(variable, ex.Name):
                self._code(variable, int(other.value), other.column, level)
        if "set" in (left, right):
            self.note(node.column, "a set of categories has no single value; write `has 1` or `has {1, 2}`")
        elif "unknown" not in (left, right) and _like(left) != _like(right):
            self.note(node.column, f"{_WORDS[left]} is held against {_WORDS[right]}; both sides must be of one kind")
        elif "truth" in (left, right):
            self.note(node.column, "conditions are joined with `and` and `or`, not held against each other")
        return "truth"

    def _code(self, name: ex.Name, code: int, column: int, level: Level) -> None:
        known = self.name_only(name, level)
        if code in CODES:
            words = "not_stated, not_applicable, unclear or withheld"
            self.note(column, f"{code} is a kind of missing; ask with `{name.name} is …` ({words})")
        elif known is not None and known.categories and code not in known.codes:
            codes = ", ".join(map(str, known.codes))
            self.note(column, f"{code} is no category of `{name.name}`; its codes are {codes}")

    def name_only(self, name: ex.Name, level: Level) -> Variable | Derived | None:
        return _Checker(self.codebook, _silent).name(name, level)[1]

    def holds(self, node: ex.Holds, level: Level) -> Kind:
        kind, _ = self.name(node.name, level)
        if node.is_set and kind not in {"set", "unknown"}:
            self.note(node.column, f"`has` is for a set of categories; write `{node.name.name} in {{…}}`")
        elif not node.is_set and kind == "set":
            self.note(node.column, f"`in` is for one answer; for a set write `{node.name.name} has {{…}}`")
        elif not node.is_set and kind not in {"code", "number", "unknown"}:
            self.note(node.column, f"`in` is for categories and numbers, and `{node.name.name}` is {_WORDS[kind]}")
        else:
            for code in node.codes:
                self._code(node.name, code, node.column, level)
        return "truth"

    def state(self, node: ex.Is, level: Level) -> Kind:
        _, known = self.name(node.name, level)
        if isinstance(known, Variable) and node.state not in {"answered", "missing"}:
            kinds = [kind.word for kind in known.kinds]
            if node.state not in kinds:
                possible = ", ".join(kinds) or "none"
                self.note(
                    node.column, f"`{node.name.name}` can never be {node.state}; its kinds of missing are {possible}"
                )
        elif not isinstance(known, Variable) and known is None and node.name.name in self.codebook.parameters:
            self.note(node.column, f"`{node.name.name}` is a parameter and never missing")
        return "truth"

    def arithmetic(self, node: ex.Arithmetic, level: Level) -> Kind:
        if node.operator == "-" and self.kind(node.left, level) == self.kind(node.right, level) == "date":
            return "number"
        for part in (node.left, node.right):
            self._expect(part, ("number",), level)
        return "number"

    def call(self, node: ex.Call, level: Level) -> Kind:
        for argument, wanted in zip(node.arguments, _WANTED[node.function], strict=True):
            self._expect(argument, (wanted,), level)
            if wanted == "duration" and not isinstance(argument, ex.Name):
                self.note(argument.column, f"`{node.function}` takes the name of a variable")
        return "number"

    def over(self, node: ex.Over, level: Level) -> Kind:
        if level == "pair":
            self.note(node.column, f"`{node.aggregate}` goes through units below, and a pair has none below it")
            return "unknown"
        below = iterated(self.codebook, tuple(name.name for name in ex.names_in(node.part)), level=level)
        if node.aggregate in {"any", "all", "count"}:
            self._expect(node.part, ("truth",), below)
            return "number" if node.aggregate == "count" else "truth"
        found = self.kind(node.part, below)
        if found not in {"number", "date", "unknown"}:
            self.note(node.part.column, f"`{node.aggregate}` takes numbers or dates, and this is {_WORDS[found]}")
        return found if found == "date" else "number"


def _like(kind: Kind) -> str:
    return "number" if kind == "code" else kind


def _silent(_column: int, _sentence: str) -> None:
    """Take a note to nobody."""
