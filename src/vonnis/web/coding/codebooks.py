"""The codebook on screen: every question with its rules, and what changed between two versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vonnis.codebook.codebook import Codebook
from vonnis.codebook.diff import WEIGHTS, compare
from vonnis.codebook.reading import read_codebook
from vonnis.errors import VonnisError
from vonnis.study.log import MeetingRule
from vonnis.study.meeting import rules_of
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.file import codebook
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.rights import needs

OLDER = "codebooks"
"""The folder of a study with older versions of its codebook, each under its version: ``codebooks/1.0.0.yaml``."""


@needs(Right.SEE_CODEBOOK)
@require_GET
def codebook_page(request: HttpRequest) -> HttpResponse:
    """Show the codebook: every question with its definition, categories and rules, those of the meeting too."""
    language, book = page_language(), codebook()
    rules = rules_of(store().records(MeetingRule))
    sections = {section.id: section.label[language] for section in book.sections}
    shown = [
        {
            "variable": each,
            "label": each.label[language],
            "question": each.question[language],
            "section": sections.get(each.section or "", ""),
            "help": [
                (name, words[language])
                for name in ("definition", "rule", "example", "counter_example")
                if (words := getattr(each, name)) and words.get(language)
            ],
            "categories": [
                (category.code, category.label[language], (category.definition or {}).get(language, ""))
                for category in each.categories
            ],
            "kinds": [kind.label[language] for kind in each.kinds],
            "meeting": rules.get(each.name, ()),
        }
        for each in book.variables
    ]
    context = {"codebook": book, "title": book.title.get(language, ""), "variables": shown, "older": older_versions()}
    return render(request, "coding/codebook.html", context)


@needs(Right.SEE_CODEBOOK)
@require_GET
def codebook_changes(request: HttpRequest) -> HttpResponse:
    """Show what differs in meaning between an older version and the codebook of today, heaviest first."""
    versions = older_versions()
    chosen = request.GET.get("from", versions[0] if versions else "")
    if chosen and chosen not in versions:
        raise Http404
    context: dict[str, Any] = {"codebook": codebook(), "older": versions, "chosen": chosen}
    if chosen:
        try:
            before = read_codebook(_folder() / f"{chosen}.yaml")
        except VonnisError as error:
            context["problem"] = str(error).splitlines()[0].replace(f"{_folder()}/", "")
        else:
            context["weights"] = _by_weight(before, codebook(), language=page_language())
    return render(request, "coding/codebook_changes.html", context)


def older_versions() -> list[str]:
    """Return the older versions that the study keeps, newest first."""
    names = [path.stem for path in _folder().glob("*.yaml")]
    return sorted(names, key=lambda name: [(part.isdecimal(), part.zfill(9)) for part in name.split(".")], reverse=True)


def _folder() -> Path:
    study: Path = settings.ROOM.study
    return study / OLDER


def _by_weight(before: Codebook, after: Codebook, *, language: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the changes of each weight, heaviest first, with what was and what is in the words of one language."""
    changes = compare(before, after)
    return [
        (
            weight,
            [
                {"place": one.place, "was": _words(one.before, language), "now": _words(one.after, language)}
                for one in changes
                if one.weight == weight
            ],
        )
        for weight in WEIGHTS[::-1]
        if any(one.weight == weight for one in changes)
    ]


def _words(value: object, language: str) -> str:
    """Return a value of a codebook as a reader may see it; nothing where there was or is none."""
    if isinstance(value, dict):
        return str(value[language]) if language in value else "; ".join(_words(one, language) for one in value.values())
    if isinstance(value, list | tuple):
        return ", ".join(_words(one, language) for one in value)
    return "" if value is None else str(value)
