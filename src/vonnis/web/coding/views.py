"""The coding screen and its parts; a coder gets at nothing but the coder's own files and answers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vonnis.codebook.codebook import STANDINGS
from vonnis.study.coding import Coding, Evidence, Locator, Passage
from vonnis.study.log import MeetingRule
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.care.actions import is_open
from vonnis.web.care.words import term, unit_name, who_says
from vonnis.web.coding import actions, machine, threads
from vonnis.web.coding import persons as lists
from vonnis.web.coding.answers import in_words, written
from vonnis.web.coding.desk import file_of
from vonnis.web.coding.file import MISSING_KEYS, File, Question
from vonnis.web.coding.quotes import evidence_of, note_read
from vonnis.web.coding.shelf import judgment_of, may_be_shown, seen_now
from vonnis.web.coding.text import parts_of
from vonnis.web.coding.training import check_trained, handed_in_at
from vonnis.web.coding.undoing import last_standing, undone_by
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.protocol import protocol
from vonnis.web.rights import needs
from vonnis.web.room.permission import while_permitted

_LONGEST_NOTE = 2000
_LONGEST_LOCATOR = 200
_LONGEST_NUMBER = 12


@needs(Right.CODE)
@require_GET
def screen(request: HttpRequest, unit: str) -> HttpResponse:
    """Show a file: its text, where there is one, and its questions; a file of the training that is in, its marks."""
    file = file_of(_person(request).username, unit)
    if file is None:
        raise Http404
    if handed_in_at(file.assignment):
        return redirect("feedback", unit)
    check_trained(file.assignment)
    if not is_open(_person(request), file.assignment):
        return redirect("opening", unit)
    question = _wanted(file, request.GET.get("question", ""))
    return _whole(request, file, question=question)


@needs(Right.CODE)
@require_GET
def questions(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the questions with one of them in view, or the next open one after it."""
    file = _file(request, unit)
    question = _wanted(file, request.GET.get("question", request.GET.get("after", "")))
    if "after" in request.GET:
        question = file.next_open(question) or question
    return _pane(request, file, question)


@needs(Right.CODE)
@require_POST
@while_permitted
def answer(request: HttpRequest, unit: str) -> HttpResponse:
    """Keep an answer and go on to the next open question; a wrong one is said and kept nowhere."""
    file = _file(request, unit)
    question = _posted(request, file)
    try:
        kept = actions.answer(
            _person(request),
            file,
            question=question,
            words=_words(request, question),
            at=timezone.now(),
            after=request.POST.get("after"),
        )
    except ValueError as error:
        return _pane(request, file, question, problem=str(error))
    stays = question.variable.type == "categories" or question.variable.evidence in {"passage", "locator"}
    return _committed(request, file.after(kept), question=question, stays=stays)


@needs(Right.CODE)
@require_POST
@while_permitted
def evidence(request: HttpRequest, unit: str) -> HttpResponse:
    """Attach a passage of the text, or a place in a file without a text, to an answer; or take one away."""
    file = _file(request, unit)
    question = _posted(request, file)
    if question.coding is None:
        return _pane(request, file, question, problem=_("Answer the question first; then attach the passage."))
    person, now = _person(request), timezone.now()
    if "drop" in request.POST:
        kept = actions.detach(person, question.coding, place=_number(request, "drop"), at=now)
    else:
        found = _evidence(request, file)
        if found is None:
            return _pane(request, file, question, problem=_("This passage is not in the text; select it again."))
        kept = actions.attach(person, question.coding, evidence=found, at=now)
    return _committed(request, file.after(kept), question=question, stays=True)


@needs(Right.CODE)
@require_POST
@while_permitted
def detail(request: HttpRequest, unit: str) -> HttpResponse:
    """Keep who says so, how sure the coder is, whether another source says otherwise, and a note."""
    file = _file(request, unit)
    question = _posted(request, file)
    if question.coding is None:
        return _pane(request, file, question, problem=_("Answer the question first."))
    standing = request.POST.get("standing", "")
    changes = {
        "standing": standing if standing in STANDINGS else None,
        "certainty": "unsure" if request.POST.get("unsure") else "sure",
        "contradicted": bool(request.POST.get("contradicted")),
        "note": request.POST.get("note", "")[:_LONGEST_NOTE].strip(),
    }
    again = file.after(actions.amend(_person(request), question.coding, at=timezone.now(), **changes))
    return _pane(request, again, again.question(question.unit.id, question.variable.name))


@needs(Right.CODE)
@require_POST
def ask(request: HttpRequest, unit: str) -> HttpResponse:
    """Ask the lead something about a question, or go on with the thread; answered or not."""
    file = _file(request, unit)
    question, words, person = _posted(request, file), request.POST.get("words", "").strip(), _person(request)
    if not words:
        return _pane(request, file, question, problem=_("Write your question first."))
    threads.say(
        person,
        unit=question.unit.id,
        variable=question.variable.name,
        coder=person.username,
        words=words,
        at=timezone.now(),
    )
    return _pane(request, file, question)


@needs(Right.CODE)
@require_POST
@while_permitted
def undo(request: HttpRequest, unit: str) -> HttpResponse:
    """Take back the last answer in this file that still stands: the one before it is given again."""
    file, person = _file(request, unit), _person(request)
    own = {each.id for each in file.units}
    mine = store().records(Coding, coder=person.username, round=file.assignment.round, unit=own)
    found = last_standing(mine, undone_by(person.username))
    if found is None:
        raise Http404
    last, back = found
    problem = None if back else _("There is no answer before this one; give the right one.")
    again = file.after(actions.undo(person, back, at=timezone.now())) if back else file
    return _pane(request, again, again.question(last.unit, last.variable), problem=problem)


@needs(Right.CODE)
@require_POST
def open_machine(request: HttpRequest, unit: str) -> HttpResponse:
    """Open what the machine answered to one question or to the whole file, where the protocol lets the coder see it."""
    file = _file(request, unit)
    one = _posted(request, file) if "question" in request.POST else None
    wanted = [one] if one else machine.due(file, file.questions)
    machine.reveal(_person(request), file, questions=wanted, at=timezone.now())
    again = _file(request, unit)
    if one:
        return _pane(request, again, again.question(one.unit.id, one.variable.name))
    return _pane(request, again, next((each for each in again.questions if each.differs), again.questions[-1]))


def _committed(request: HttpRequest, file: File, *, question: Question, stays: bool) -> HttpResponse:
    """Go on from an answer that is kept: open the machine's where the protocol says so, and stay where it differs."""
    same = file.question(question.unit.id, question.variable.name)
    agreed = None
    if same and machine.plan().when == "after_answer" and machine.due(file, [same]):
        machine.reveal(_person(request), file, questions=[same], at=timezone.now())
        file = _file(request, file.root.id)
        same = file.question(question.unit.id, question.variable.name)
        stays = stays or bool(same and same.differs)
        agreed = same if same and not same.differs else None
    return _pane(request, file, same if stays else file.next_open(same) or same, agreed=agreed)


@needs(Right.CODE)
@require_POST
def victim(request: HttpRequest, unit: str) -> HttpResponse:
    """Put a victim on the coder's own list, under a number; or take the one added last off it again."""
    file, person, now = _file(request, unit), _person(request), timezone.now()
    if "drop" in request.POST:
        lists.drop_victim(person, file, at=now)
        return _pane(request, (again := _file(request, unit)), _wanted(again, ""))
    added = lists.add_victim(person, file, at=now)
    again = _file(request, unit)
    first = next((each for each in again.questions if each.unit.id == added.id), None)
    return _pane(request, again, first)


def _file(request: HttpRequest, unit: str) -> File:
    """Return the file of a coder; one that waits for the training, or was handed in, is shut."""
    file = file_of(_person(request).username, unit)
    if file is None:
        raise Http404
    check_trained(file.assignment)
    if handed_in_at(file.assignment):
        raise PermissionDenied(_("This file was handed in; its answers stand."))
    if not is_open(_person(request), file.assignment):
        raise PermissionDenied
    return file


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _wanted(file: File, id_: str) -> Question | None:
    found = next((question for question in file.questions if question.id == id_), None)
    return found or file.next_open() or (file.questions[0] if file.questions else None)


def _posted(request: HttpRequest, file: File) -> Question:
    found = next((each for each in file.questions if each.id == request.POST.get("question", "")), None)
    if found is None or found.state == "skipped":
        raise Http404
    return found


def _words(request: HttpRequest, question: Question) -> str:
    """Return what was posted as the codebook writes answers; parts of a duration or an interval are put together."""
    post = request.POST
    if "answer" in post and question.variable.type != "categories":
        return post["answer"].strip()
    kinds = [word for word in post.getlist("answer") if word.startswith("-")]
    if kinds:
        return kinds[0]
    if question.variable.type == "categories":
        return ";".join(sorted(post.getlist("answer"), key=lambda code: (len(code), code)))
    if question.variable.type == "interval":
        low, high = post.get("low", "").strip(), post.get("high", "").strip()
        return f"{low}..{high or low}"
    parts = {letter: post.get(name, "").strip() for name, letter in _DURATION}
    days = "".join(f"{parts[letter]}{letter}" for letter in "YMWD" if parts[letter])
    return f"P{days}" + (f"T{parts['H']}H" if parts["H"] else "")


_DURATION = (("years", "Y"), ("months", "M"), ("weeks", "W"), ("days", "D"), ("hours", "H"))


def _evidence(request: HttpRequest, file: File) -> Evidence | None:
    document = request.POST.get("document", "").strip()[:_LONGEST_LOCATOR]
    if "start" not in request.POST:
        date = request.POST.get("date", "")
        try:
            day = dt.date.fromisoformat(date) if date else None
        except ValueError:
            return None
        page = request.POST.get("page", "").strip()[:_LONGEST_LOCATOR]
        return seen_now(Locator(document=document, page=page, date=day)) if document else None
    judgment = judgment_of(document) if document in file.documents else None
    start, end = _number(request, "start"), _number(request, "end")
    if judgment is None or not 0 <= start < end <= len(judgment.text):
        return None
    return seen_now(Passage(document=document, start=start, end=end, quote=judgment.text[start:end]))


def _number(request: HttpRequest, name: str) -> int:
    word = request.POST.get(name, "")
    return int(word) if word.isdecimal() and word.isascii() and len(word) <= _LONGEST_NUMBER else -1


def _pane(
    request: HttpRequest,
    file: File,
    question: Question | None,
    *,
    problem: str | None = None,
    agreed: Question | None = None,
) -> HttpResponse:
    """Show the questions; to a browser that asked for a page, since no script runs in it yet, the whole screen."""
    if "HX-Request" not in request.headers:
        return _whole(request, file, question=question, problem=problem, agreed=agreed)
    context = _questions(file, question, request=request, problem=problem)
    return render(request, "coding/questions.html", context | {"agreed": agreed})


def _whole(
    request: HttpRequest,
    file: File,
    *,
    question: Question | None,
    problem: str | None = None,
    agreed: Question | None = None,
) -> HttpResponse:
    """Show the screen: the questions beside the text, where there is one."""
    person, unit, now = _person(request), file.root.id, timezone.now()
    shut = file.closed if file.closed and not may_be_shown(person, unit, at=now) else ()
    keys = (key for key in file.documents if key not in shut)
    texts = [(key, found) for key in keys if (found := judgment_of(key)) and found.text]
    last = texts[-1] if texts else ("", None)
    key, judgment = next((pair for pair in texts if pair[0] == request.GET.get("text")), last)
    if key in file.closed:
        note_read(request, unit, key=key, again=True)
    parts = parts_of(judgment) if judgment else ()
    context = _questions(file, question, request=request, problem=problem) | {"agreed": agreed}
    shown = {"key": key, "judgment": judgment, "texts": texts, "parts": parts, "language": page_language()}
    return render(request, "coding/screen.html", context | shown)


def _questions(
    file: File, question: Question | None, *, request: HttpRequest, problem: str | None = None
) -> dict[str, Any]:
    """Return what the pane of the questions shows."""
    language = page_language()
    lines: dict[str, list[dict[str, Any]]] = {unit.id: [] for unit in file.units}
    for each in file.questions:
        if each.state != "skipped":
            lines[each.unit.id].append(_line(each, language, is_current=each == question))
    persons = [(unit, unit_name(unit), lines[unit.id]) for unit in file.units]
    done, asked = file.progress
    before, following = _beside(file, question)
    return {
        "before": before,
        "following": following,
        "file": file,
        "persons": persons,
        "current": question,
        "shown": _shown(request, question, language=language) if question else None,
        "problem": problem,
        "done": done,
        "asked": asked,
        "marks": [passage for each in file.questions for passage in each.passages if each != question],
        "may_open": machine.due(file, [question]) if question else [],
        "thread": threads.own_thread(question, file.assignment.coder) if question else (),
        "rules": store().records(MeetingRule, variable=question.variable.name)[::-1] if question else (),
        "may_hand_in": file.assignment.round == "training" and file.is_done,
        "may_open_all": file.is_done and machine.due(file, file.questions),
        "standings": [(each, who_says(each)) for each in (question.variable.believed if question else ())],
        "unit": file.root,
        "folds": bool(file.documents),
        "name": unit_name(question.unit) if question else "",
        "victim": term("victim").one,
        "may_list": lists.may_list(file),
        "last_added": lists.last_added(file),
        "pause_minutes": protocol().care.pause_minutes,
    }


def _beside(file: File, question: Question | None) -> tuple[str, str]:
    """Return how the question before one and the question after it are asked for; empty at the ends."""
    asked = [each for each in file.questions if each.state != "skipped" or each == question]
    place = asked.index(question) if question in asked else 0
    around = (asked[place - 1] if place else None, asked[place + 1] if place + 1 < len(asked) else None)
    before, following = (_asks(each) if each else "" for each in around)
    return before, following


def _asks(question: Question) -> str:
    return "?" + urlencode({"question": question.id})


def _line(question: Question, language: str, *, is_current: bool) -> dict[str, Any]:
    """Return what the list of all questions says of one; plain words, as the list is made anew with each answer."""
    coding = question.coding
    return {
        "asks": _asks(question),
        "state": question.state,
        "is_current": is_current,
        "label": question.variable.label[language],
        "answer": in_words(question.variable, coding, language=language) if coding else "",
        "differs": question.differs,
    }


def _shown(request: HttpRequest, question: Question, *, language: str) -> dict[str, Any]:
    """Return the question in view in the words of one language, with the passages that the visitor may see."""
    variable, coding = question.variable, question.coding
    given = written(coding) if coding else ""

    def text(name: str) -> str:
        words: dict[str, str] = getattr(variable, name) or {}
        return words.get(language, "")

    return {
        "question": text("question") or text("label"),
        "given": given,
        "given_codes": given.split(";") if given else [],
        "choices": [
            {
                "code": str(choice.category.code),
                "key": choice.key,
                "label": choice.category.label[language],
                "definition": (choice.category.definition or {}).get(language, ""),
            }
            for choice in question.choices
        ],
        "kinds": [
            {"code": str(int(kind)), "key": MISSING_KEYS.get(kind, ""), "label": kind.label[language]}
            for kind in variable.missing
            if kind in MISSING_KEYS
        ],
        "help": [(name, text(name)) for name in ("definition", "rule", "example", "counter_example") if text(name)],
        "saved": coding.at if coding else None,
        "after": coding.at.isoformat() if coding else "",
        "machine": in_words(variable, question.machine, language=language) if question.machine else "",
        "evidence": evidence_of(request, coding) if coding else [],
        "machine_evidence": evidence_of(request, question.machine) if question.machine else [],
        "parts": _parts(given) if variable.type == "duration" else {},
        "bounds": (given.split("..") * 2)[:2]
        if variable.type == "interval" and given and given[0] != "-"
        else ["", ""],
    }


def _parts(given: str) -> dict[str, str]:
    found = {unit: number for number, unit in re.findall(r"(\d+)([YMWDH])", given)}
    return {name: found.get(letter, "") for name, letter in _DURATION}
