"""The data dictionary of REDCap, out and in: one row a variable, in REDCap's own eighteen columns.

What REDCap has no place for (both languages, definitions, rules, evidence) travels as JSON in the field annotation, so
that a dictionary that vonnis wrote comes back whole; what was changed in REDCap's own columns wins. Rules that REDCap
cannot say are left out of its branching logic and kept in the annotation. Checks and derived variables stay behind.
"""

from __future__ import annotations

import csv
import io
import json
import operator
import re
from collections.abc import Callable
from typing import Any

from vonnis.codebook import expression as ex
from vonnis.codebook.codebook import Codebook, Text, Variable, content
from vonnis.codebook.missing import Missing
from vonnis.codebook.writing import yaml_of
from vonnis.errors import MistakesError

HEAD = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
_NAME, _FORM, _SECTION, _TYPE, _LABEL, _CHOICES = HEAD[:6]
_NOTE, _VALIDATION, _MIN, _MAX = HEAD[6:10]
_LOGIC, _REQUIRED, _ANNOTATION = HEAD[11], HEAD[12], HEAD[17]
_MARK = "@VONNIS="
_VALIDATIONS = {"integer": "integer", "money": "number_2dp"}
_SCALES = {"category": "nominal", "categories": "nominal", "integer": "ratio", "money": "ratio", "date": "interval"}
_LOGIC_TOKEN = re.compile(r"\[(\w+?)(?:\((-?\d+)\))?\]\s*(=|<>|!=|<=|>=|<|>)\s*(?:'([^']*)'|\"([^\"]*)\"|(-?[\d.]+))")


def write_redcap(codebook: Codebook, *, language: str) -> str:
    """Return the dictionary of a codebook as CSV, its labels in one language."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, HEAD, lineterminator="\n", restval="")
    writer.writeheader()
    labels = {section.id: section.label[language] for section in codebook.sections}
    last = ""
    for variable in codebook.variables:
        section = labels.get(variable.section or "", "")
        writer.writerow(_row(variable, language) | {_SECTION: section if section != last else ""})
        last = section
    return stream.getvalue()


def _row(variable: Variable, language: str) -> dict[str, str]:
    kind = {"category": "radio", "categories": "checkbox"}.get(variable.type, "text")
    is_day = variable.type == "date" and variable.precision == "day"
    choices = [f"{one.code}, {one.label[language]}" for one in variable.categories]
    if variable.categories:
        choices += [f"{int(kind)}, {kind.label[language]}" for kind in variable.missing]
    kept = {name: value for name, value in content(variable).items() if value not in (None, [], False)}
    return {
        _NAME: variable.name,
        _FORM: variable.level,
        _TYPE: kind,
        _LABEL: variable.question[language],
        _CHOICES: " | ".join(choices),
        _NOTE: (variable.rule or {}).get(language, ""),
        _VALIDATION: "date_ymd" if is_day else _VALIDATIONS.get(variable.type, ""),
        _MIN: "" if variable.least is None or variable.type == "date" else str(variable.least),
        _MAX: "" if variable.most is None or variable.type == "date" else str(variable.most),
        _LOGIC: (_logic(variable.asked_if.root) or "") if variable.asked_if else "",
        _REQUIRED: "" if variable.missing else "y",
        _ANNOTATION: _MARK + json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
    }


def _logic(node: ex.Node) -> str | None:
    """Return a rule as REDCap's branching logic, or None where it has no words for it."""
    if isinstance(node, ex.Compare) and isinstance(node.left, ex.Name) and isinstance(node.right, ex.Number):
        sign = "<>" if node.operator == "!=" else node.operator
        return f"[{node.left.name}] {sign} '{node.right.value:g}'"
    if isinstance(node, ex.Holds):
        parts = [
            f"[{node.name.name}({code})] = '1'" if node.is_set else f"[{node.name.name}] = '{code}'"
            for code in node.codes
        ]
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"
    if isinstance(node, ex.Both | ex.Either):
        told = [_logic(part) for part in node.parts]
        word = " and " if isinstance(node, ex.Both) else " or "
        return None if None in told else f"({word.join(part for part in told if part)})"
    return None


def read_redcap(text: str, *, name: str, language: str, file: str) -> str:
    """Return the codebook in a dictionary as the text of a ``codebook.yaml``; the reader of that file checks it.

    A dictionary that vonnis did not write gives its own words for every language of the codebook, to be translated.

    Raises:
        MistakesError: the text is no dictionary, or a row asks what a codebook cannot; with row and column.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    if not rows or tuple(cell.strip() for cell in rows[0][: len(HEAD)]) != HEAD:
        sentence = "this is no REDCap data dictionary; its first row must hold REDCap's eighteen column names"
        raise MistakesError((f"{file}, row 1: {sentence}",))
    mistakes: list[str] = []
    variables: list[dict[str, Any]] = []
    sections: dict[str, str] = {}
    current = ""
    for number, cells in enumerate(rows[1:], 2):
        row = dict(zip(HEAD, [*cells, *[""] * len(HEAD)], strict=False))
        if not any(row.values()):
            continue
        current = row[_SECTION].strip() or current
        try:
            variable = _variable(row, language)
        except ValueError as error:
            mistakes.append(f"{file}, row {number}, {error}")
            continue
        if current and "section" not in variable:
            variable["section"] = re.sub(r"[^a-z0-9]+", "_", current.lower()).strip("_")
        if "section" in variable:
            sections.setdefault(variable["section"], current or variable["section"])
        variables.append(variable)
    if mistakes:
        raise MistakesError(tuple(mistakes))
    head = {
        "name": name,
        "version": "1.0.0",
        "title": _both(name, language),
        "sections": [{"id": id_, "label": _both(label, language)} for id_, label in sections.items()],
    }
    return yaml_of({**head, "variables": variables})


def _both(words: str, language: str) -> Text:
    return dict.fromkeys(("nl", "en"), words) | {language: words}


def _variable(row: dict[str, str], language: str) -> dict[str, Any]:
    """Return one variable as the file of a codebook holds it."""
    annotation = row[_ANNOTATION]
    kept: dict[str, Any] = {}
    if _MARK in annotation:
        try:
            kept = json.loads(annotation.partition(_MARK)[2])
        except json.JSONDecodeError as error:
            sentence = f"column {_ANNOTATION}: what vonnis wrote here is damaged; restore it or remove it whole"
            raise ValueError(sentence) from error
    kind = _kind(row, kept)
    asked = row[_LABEL].strip() or row[_NAME]
    found: dict[str, Any] = {
        "level": kept.get("level") or _level(row[_FORM]),
        "type": kind,
        "label": kept.get("label") or _both(asked[:200], language),
        "question": {**(kept.get("question") or _both(asked, language)), language: asked},
        "scale": _SCALES.get(kind, "ratio"),
    }
    found = {
        "name": row[_NAME].strip(),
        **kept,
        **{key: value for key, value in found.items() if key != "scale" or not kept},
    }
    if kind in {"category", "categories"}:
        _set_choices(found, row, (language, kept))
    for key, column in (("least", _MIN), ("most", _MAX)):
        if re.fullmatch(r"-?\d+", row[column].strip()):
            found[key] = int(row[column])
    if kind == "money":
        found.setdefault("unit", "EUR")
    if row[_LOGIC].strip() and "asked_if" not in kept:
        found["asked_if"] = _rule(row[_LOGIC])
    return found


def _kind(row: dict[str, str], kept: dict[str, Any]) -> str:
    if kept:
        return str(kept["type"])
    simple = {"radio": "category", "dropdown": "category", "yesno": "category", "truefalse": "category"}
    if row[_TYPE] in simple:
        return simple[row[_TYPE]]
    if row[_TYPE] == "checkbox":
        return "categories"
    validation = row[_VALIDATION]
    if validation.startswith("date"):
        return "date"
    if validation == "integer":
        return "integer"
    if validation.startswith("number"):
        return "money"
    told = f"{row[_TYPE]} {validation}".strip()
    sentence = (
        f"column {_TYPE}: a field of type `{told}` has no place in a codebook (free text is never asked); remove it"
    )
    raise ValueError(sentence)


def _level(form: str) -> str:
    if form in {"complex", "defendant", "victim", "pair"}:
        return form
    sentence = f"column {_FORM}: `{form}` is no level; name the form complex, defendant, victim or pair"
    raise ValueError(sentence)


def _set_choices(found: dict[str, Any], row: dict[str, str], told: tuple[str, dict[str, Any]]) -> None:
    """Take the choices as REDCap holds them, with what vonnis knows of each code beside."""
    language, kept = told
    before = {one["code"]: one for one in kept.get("categories", ())}
    choices = row[_CHOICES] or ("1, Yes | 0, No" if row[_TYPE] in {"yesno", "truefalse"} else "")
    categories, missing = [], []
    for choice in choices.split("|"):
        code, comma, words = choice.strip().partition(",")
        if not comma or not re.fullmatch(r"-?\d+", code.strip()):
            sentence = f"column {_CHOICES}: `{choice.strip()}` has no numeric code; write `1, words`"
            raise ValueError(sentence)
        number, label = int(code), words.strip()
        if number in {int(kind) for kind in Missing}:
            missing.append(Missing(number).word)
            continue
        old = before.get(number, {})
        rest = {key: value for key, value in old.items() if value not in (None, False)}
        texts = {**old.get("label", _both(label, language)), language: label}
        categories.append({**rest, "code": number, "label": texts})
    found["categories"], found["missing"] = categories, missing


def _rule(logic: str) -> str:
    """Return REDCap's branching logic as a rule; what has no counterpart is left for the reader to see.

    A box of a checkbox field is 1 where it is ticked and 0 where it is not.
    """

    def replaced(match: re.Match[str]) -> str:
        name, code, sign, *values = match.groups()
        value = next((one for one in values if one is not None), "")
        if code is not None:
            box = f"{name} has {code}"
            truths = _truths(sign, value)
            return box if truths == (False, True) else f"not ({box})" if truths == (True, False) else match[0]
        return f"{name} {'!=' if sign == '<>' else sign} {value}"

    return " ".join(_LOGIC_TOKEN.sub(replaced, logic).split())


_SIGNS: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


def _truths(sign: str, value: str) -> tuple[bool, bool] | None:
    """Return whether a comparison holds for a box that is not ticked, and for one that is; None without a number."""
    try:
        told = float(value)
    except ValueError:
        return None
    return _SIGNS[sign](0, told), _SIGNS[sign](1, told)
