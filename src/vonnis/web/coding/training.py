"""The training in the room: handing a file in, what comes back at once, and the marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vonnis.errors import StudyError
from vonnis.study.coding import COUNTED_ROUNDS, Coding, Round
from vonnis.study.log import Assignment, HandIn
from vonnis.study.training import AFTER_TRAINING, Trained, answers_until, handed_in, reference_answers
from vonnis.study.unit import Unit
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.answers import in_words
from vonnis.web.coding.desk import file_of
from vonnis.web.coding.file import File, codebook
from vonnis.web.coding.quotes import evidence_of
from vonnis.web.coding.threads import undone
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.protocol import protocol
from vonnis.web.rights import needs
from vonnis.workflow.training import add_reference, trained_of, trainees


def marks_of(coder: str) -> Trained:
    """Return where a coder stands in the training of this study."""
    return trained_of(store(), coder, plan=protocol().coding)


def shut_until_trained(coder: str) -> Collection[Round]:
    """Return the rounds whose files stay closed because a coder has not passed the training that the protocol asks."""
    if not protocol().coding.training.required or marks_of(coder).passed:
        return ()
    return AFTER_TRAINING


def waits_for_training(assignment: Assignment) -> bool:
    """Tell whether a file stays closed because its coder has not passed the training that the protocol asks for."""
    return assignment.round in AFTER_TRAINING and assignment.round in shut_until_trained(assignment.coder)


def check_trained(assignment: Assignment) -> None:
    """Refuse a file that waits for the training.

    Raises:
        PermissionDenied: its coder has not passed; the reason is for the page.
    """
    if waits_for_training(assignment):
        raise PermissionDenied(_("This file opens once you have passed the training."))


def handed_in_at(assignment: Assignment) -> dt.datetime | None:
    """Return when a file of the training was handed in; None where it was not, and in every other round."""
    if assignment.round != "training":
        return None
    mine = handed_in(store().records(HandIn, unit=assignment.unit), coder=assignment.coder, round_="training")
    return mine[0][1] if mine else None


@needs(Right.CODE)
@require_POST
def hand_in(request: HttpRequest, unit: str) -> HttpResponse:
    """Hand a file of the training in, once every question in it is answered; its answers stand from then on."""
    person, file = _person(request), _file(request, unit)
    if file.assignment.round != "training" or not file.is_done:
        raise PermissionDenied
    if handed_in_at(file.assignment) is None:
        now = timezone.now()
        record = HandIn(unit=file.root.id, coder=person.username, round="training", at=now)
        detail = {"unit": file.root.id, "round": "training"}
        with store().action("file.hand_in", actor=person.username, at=now, detail=detail) as writing:
            writing.add([record])
    return redirect("feedback", unit)


@needs(Right.CODE)
@require_GET
def feedback(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the own answers beside those of the reference, once the file was handed in."""
    file = _file(request, unit)
    at = handed_in_at(file.assignment)
    if at is None:
        raise PermissionDenied
    lines = sorted(_compared(file, at), key=lambda line: line["right"])
    for line in lines:
        line["evidence"] = [] if line["right"] else evidence_of(request, line["coding"])
    context = {"file": file, "lines": lines, "right": sum(line["right"] for line in lines)}
    return render(request, "coding/feedback.html", context | {"trained": marks_of(_person(request).username)})


@needs(Right.CODE, Right.RUN_STUDY)
@require_http_methods(["GET", "POST"])
def training(request: HttpRequest) -> HttpResponse:
    """Show the own marks, and to whoever runs the study those of all; and make files reference files."""
    person, problem = _person(request), None
    runs = person.may(Right.RUN_STUDY)
    if request.method == "POST":
        if not runs:
            raise PermissionDenied
        unit = request.POST.get("unit", "")
        if any(undone(each.complex, rounds=COUNTED_ROUNDS) for each in store().records(Unit, id=unit)):
            # Its answers would be shown to all who are trained with it, among them perhaps one who still codes it.
            problem = _("Somebody still codes this case. Its answers become those of the reference once all are done.")
        else:
            try:
                add_reference(store(), [unit], codebook=codebook(), by=person.username, at=timezone.now())
                return redirect("training")
            except StudyError:
                problem = _("Nothing in this file was answered yet, or coders differ about it. Decide on that first.")
    everybody = trainees(store()) if runs else [person.username]
    context: dict[str, Any] = {
        "coders": [marks_of(coder) for coder in everybody],
        "plan": protocol().coding.training,
        "pass_mark": protocol().coding.pass_mark,
        "problem": problem,
    }
    if runs:
        references = {unit for unit, _name in reference_answers(store().records(Coding, round="reference"))}
        coded = {unit for round_ in COUNTED_ROUNDS for unit in store().tally(Coding, "unit", round=round_)}
        roots = [unit.id for unit in store().records(Unit) if unit.level == "defendant"]
        context |= {
            "files": [unit for unit in roots if unit in references],
            "candidates": [unit for unit in roots if unit in coded and unit not in references],
        }
    return render(request, "coding/training.html", context)


def _compared(file: File, at: dt.datetime) -> list[dict[str, Any]]:
    """Return each question with a reference answer: what was answered, what the reference says, whether alike."""
    units = {unit.id for unit in file.units}
    references = reference_answers(each for unit in units for each in store().records(Coding, unit=unit))
    own = [
        each for each in store().records(Coding, coder=file.assignment.coder, round="training") if each.unit in units
    ]
    until = {(each.unit, each.variable): each for each in own if each.at <= at}
    given, language = answers_until(own, at), page_language()
    lines = []
    for key, reference in sorted(references.items()):
        variable = file.codebook.by_name.get(key[1])
        if variable is None:
            continue
        mine = until.get(key)
        lines.append(
            {
                "unit": key[0],
                "variable": variable,
                "question": variable.question[language],
                "mine": in_words(variable, mine, language=language) if mine else "",
                "reference": in_words(variable, reference, language=language),
                "coding": reference,
                "rule": ((variable.rule or variable.definition) or {}).get(language, ""),
                "right": given.get(key) == reference.answer,
            }
        )
    return lines


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _file(request: HttpRequest, unit: str) -> File:
    file = file_of(_person(request).username, unit)
    if file is None:
        raise Http404
    return file
