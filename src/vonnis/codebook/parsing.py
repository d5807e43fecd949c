"""From the words of a rule to its meaning, by a grammar of five levels; a mistake names its column.

::

    either      both ("or" both)*
    both        denial ("and" denial)*
    denial      "not" denial | comparison
    comparison  sum (("=" | "!=" | "<" | "<=" | ">" | ">=") sum | "in" codes | "has" codes | "is" ["not"] state)?
    sum         product (("+" | "-") product)*
    product     atom (("*" | "/") atom)*
    atom        number | date | name | "-" atom | word "(" either ("," either)* ")" | "(" either ")"
    codes       number | "{" number ("," number)* "}"
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple, NoReturn, get_args

from vonnis.codebook import expression as ex

_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})|(?P<number>\d+(?:\.\d+)?)|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign><=|>=|!=|==|[=<>+\-*/(){},])|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_COMPARATORS = {"==": "=", **{sign: sign for sign in get_args(ex.Comparator)}}
_DEEPEST = 30
_ARGUMENTS = {"days": 1, "hours": 1, "year": 1, "age": 2, "years": 2}
_INSTEAD = {"&&": "and", "||": "or", "!": "not", "&": "and", "|": "or", "<>": "!="}


class RuleSyntaxError(ValueError):
    """A rule cannot be understood: ``column`` counts from 1, ``sentence`` says what to write instead."""

    def __init__(self, column: int, sentence: str) -> None:
        self.column = column
        self.sentence = sentence
        super().__init__(f"{sentence} (column {column} of the rule)")


class _Token(NamedTuple):
    kind: str
    text: str
    column: int


def parse_rule(text: str) -> ex.Rule:
    """Return what a rule means.

    Raises:
        RuleSyntaxError: the words are no rule of this language.
    """
    parser = _Parser(_tokens(text), len(text))
    root = parser.either()
    parser.end()
    return ex.Rule(" ".join(text.split()), root)


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        kind, column = str(match.lastgroup), match.start() + 1
        if kind == "other":
            sign = next((sign for sign in _INSTEAD if text.startswith(sign, match.start())), match[0])
            instead = (
                f"write `{_INSTEAD[sign]}`" if sign in _INSTEAD else "texts and other signs do not belong in a rule"
            )
            _stop(column, f"`{sign}` means nothing here; {instead}")
        if kind != "space":
            found.append(_Token(kind, match[0], column))
    return found


class _Parser:
    def __init__(self, tokens: list[_Token], length: int) -> None:
        self.tokens = tokens
        self.at = 0
        self.last = _Token("end", "", length + 1)
        self.depth = 0

    def look(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else self.last

    def take(self, *texts: str) -> _Token | None:
        token = self.look()
        if token.kind in {"word", "sign"} and token.text in texts:
            self.at += 1
            return token
        return None

    def wrong(self, wanted: str) -> NoReturn:
        token = self.look()
        found = f"`{token.text}`" if token.text else "the rule ends"
        _stop(token.column, f"{found} where {wanted} should stand")

    def need(self, text: str) -> None:
        if self.take(text) is None:
            self.wrong(f"`{text}`")

    def end(self) -> None:
        if self.at < len(self.tokens):
            self.wrong("`and`, `or` or the end of the rule")

    def either(self) -> ex.Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            _stop(self.look().column, "brackets lie too deep; split the rule")
        column, parts = self.look().column, [self.both()]
        while self.take("or"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else ex.Either(tuple(parts), column)

    def both(self) -> ex.Node:
        column, parts = self.look().column, [self.denial()]
        while self.take("and"):
            parts.append(self.denial())
        return parts[0] if len(parts) == 1 else ex.Both(tuple(parts), column)

    def denial(self) -> ex.Node:
        denials = []
        while token := self.take("not"):
            denials.append(token.column)
        node = self.comparison()
        for column in reversed(denials):
            node = ex.Not(node, column)
        return node

    def comparison(self) -> ex.Node:
        left, token = self.sum(), self.look()
        if self.take(*_COMPARATORS):
            return ex.Compare(_comparator(token.text), left, self.sum(), token.column)
        if not self.take("in", "has", "is"):
            return left
        if not isinstance(left, ex.Name):
            _stop(token.column, f"`{token.text}` needs the name of a variable before it")
        if token.text == "is":
            return self.state(left, token.column)
        return ex.Holds(left, self.codes(), token.text == "has", token.column)

    def state(self, name: ex.Name, column: int) -> ex.Node:
        denied = self.take("not")
        token = self.take(*get_args(ex.State))
        if token is None:
            self.wrong(f"one of {', '.join(get_args(ex.State))}")
        found = ex.Is(name, _state(token.text), column)
        return ex.Not(found, column) if denied else found

    def codes(self) -> tuple[int, ...]:
        if not self.take("{"):
            return (self.code(),)
        found = [self.code()]
        while self.take(","):
            found.append(self.code())
        self.need("}")
        return tuple(found)

    def code(self) -> int:
        sign = -1 if self.take("-") else 1
        token = self.look()
        if token.kind != "number" or "." in token.text:
            self.wrong("a code, or codes between { and },")
        self.at += 1
        return sign * int(token.text)

    def sum(self) -> ex.Node:
        node = self.product()
        while token := self.take("+", "-"):
            node = ex.Arithmetic("+" if token.text == "+" else "-", node, self.product(), token.column)
        return node

    def product(self) -> ex.Node:
        node = self.atom()
        while token := self.take("*", "/"):
            node = ex.Arithmetic("*" if token.text == "*" else "/", node, self.atom(), token.column)
        return node

    def atom(self) -> ex.Node:
        token = self.look()
        if token.kind == "date":
            self.at += 1
            return ex.Day(_day(token), token.column)
        if token.kind == "number":
            self.at += 1
            return ex.Number(float(token.text) if "." in token.text else int(token.text), token.column)
        if self.take("-"):
            return self.negative(token)
        if self.take("("):
            node = self.either()
            self.need(")")
            return node
        reserved = {"and", "or", "not", "in", "has", "is"}
        if token.kind != "word" or token.text in reserved:
            self.wrong("a variable, a number or `(`")
        self.at += 1
        return self.call(token) if self.take("(") else ex.Name(token.text, token.column)

    def negative(self, sign: _Token) -> ex.Node:
        token = self.look()
        if token.kind != "number":
            self.wrong("a number after the minus sign")
        self.at += 1
        return ex.Number(-float(token.text) if "." in token.text else -int(token.text), sign.column)

    def call(self, word: _Token) -> ex.Node:
        arguments = [self.either()]
        while self.take(","):
            arguments.append(self.either())
        self.need(")")
        wanted = _ARGUMENTS.get(word.text, 1)
        known = (*get_args(ex.Aggregate), *_ARGUMENTS)
        if word.text not in known:
            _stop(word.column, f"`{word.text}` is no function; known are {', '.join(known)}")
        if len(arguments) != wanted:
            _stop(word.column, f"`{word.text}` takes {wanted} value{'s' * (wanted > 1)} between its brackets")
        if word.text in _ARGUMENTS:
            return ex.Call(_function(word.text), tuple(arguments), word.column)
        return ex.Over(_aggregate(word.text), arguments[0], word.column)


def _stop(column: int, sentence: str) -> NoReturn:
    raise RuleSyntaxError(column, sentence)


def _day(token: _Token) -> dt.date:
    try:
        return dt.date.fromisoformat(token.text)
    except ValueError:
        _stop(token.column, f"{token.text} is no day of the calendar")


def _comparator(text: str) -> Any:  # noqa: ANN401 - one of the words of a Literal
    return _COMPARATORS[text]


def _state(text: str) -> Any:  # noqa: ANN401 - as above
    return text


def _function(text: str) -> Any:  # noqa: ANN401 - as above
    return text


def _aggregate(text: str) -> Any:  # noqa: ANN401 - as above
    return text
