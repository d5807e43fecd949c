"""What leaves the room and what comes in: the study as one zip, the codebook for other programs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vonnis.archive.exchange import Arrived, take_in
from vonnis.archive.store import open_store
from vonnis.archive.study_zip import DATABASE, ZipLimits, unpack_study_zip, write_study_zip
from vonnis.codebook.reading import read_codebook
from vonnis.codebook.refi import write_refi
from vonnis.errors import StudyZipError, VonnisError
from vonnis.study.erasure import Erasure
from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right
from vonnis.web.coding.file import codebook
from vonnis.web.coding.overview import check_nothing_in_hand, still_codes
from vonnis.web.database import store
from vonnis.web.language import page_language
from vonnis.web.protocol import protocol
from vonnis.web.rights import needs
from vonnis.web.screening.queue import criteria, still_screens
from vonnis.workflow.erasing import not_carried_out

LIMITS = ZipLimits()


@needs(Right.EXPORT)
@require_GET
def exchange(request: HttpRequest) -> HttpResponse:
    """Show what can be taken along and taken in."""
    person = cast("Person", request.user)
    context = {
        "codes": still_codes(person.username),
        "screening": still_screens(person.username),
        "blind": criteria().blind,
        "open": all(source.kind == "open" for source in protocol().sources),
    }
    return render(request, "exchange/exchange.html", context | {"beside": _beside(), "most": LIMITS.packed // 2**20})


@needs(Right.EXPORT)
@require_GET
def study_zip(request: HttpRequest) -> HttpResponseBase:
    """Give the whole study as one zip: files, records, log. Whoever still codes a file, or screens blind, gets none."""
    person, now = cast("Person", request.user), timezone.now()
    check_nothing_in_hand(person)
    if still_screens(person.username):
        raise PermissionDenied(
            _(
                "You still screen. Until you are done, what the other screener decided stays closed to you, and so"
                " does the whole study."
            )
        )
    # The file is deleted when the answer has been given and the stream closes.
    stream = cast("BinaryIO", NamedTemporaryFile(prefix="vonnis-export-"))  # noqa: SIM115 - the response closes it
    with store().action("study.export", actor=person.username, at=now, detail={"digest": store().digest()}):
        pass
    write_study_zip(settings.ROOM.study, protocol(), store=store(), stream=stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"{protocol().study.id}.zip")


@needs(Right.SEE_CODEBOOK)
@require_GET
def refi(_request: HttpRequest) -> HttpResponse:
    """Give the codebook as REFI-QDA, in the language of the page."""
    found = codebook()
    response = HttpResponse(write_refi(found, language=page_language()), content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.name}.qdc"'
    return response


@needs(Right.RUN_STUDY)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take in a study zip: what it holds and the room does not is added; nothing is changed or thrown away."""
    if "here" in request.POST and _beside():
        return _answered(request, lambda person: _taken(person, settings.ROOM.study))
    given = request.FILES.get("study")
    if not isinstance(given, UploadedFile) or not given.name or not given.name.lower().endswith(".zip"):
        messages.error(request, _("Choose a zip that a coding room has exported."))
        return redirect("exchange")
    if (given.size or 0) > LIMITS.packed:
        messages.error(request, _("This file is larger than a study can be. Nothing was taken in."))
        return redirect("exchange")
    return _answered(request, lambda person: _unpacked(person, given))


def _answered(request: HttpRequest, act: Callable[[Person], Arrived]) -> HttpResponse:
    """Take something in, say what came of it, and go back to the page."""
    try:
        arrived = act(cast("Person", request.user))
    except VonnisError as error:
        nothing = _("Nothing was taken in.")
        messages.error(request, f"{nothing} {_why(error)}")
        return redirect("exchange")
    words = {"new": arrived.new, "all": arrived.records}
    messages.success(request, _("%(all)s records read; %(new)s of them are new here.") % words)
    left = not_carried_out(store())
    if left:
        told = _(
            "%(number)s units or documents were erased in a copy of this study and can still be read here. Erase them"
            " here too: `vonnis status` names the command."
        )
        messages.warning(request, told % {"number": len(left)})
    return redirect("exchange")


def _why(error: VonnisError) -> str:
    """Return why a study was refused in the language of the page; what only a program can tell, as it tells it."""
    if isinstance(error, StudyZipError):
        return str(WORDS[error.ground]) % {"about": error.about}
    told = _("The study in it does not hold together; the program says:")
    return f"{told} {error}"


WORDS = {
    "no_zip": gettext_lazy("The file cannot be read as a zip; take another copy."),
    "no_database": gettext_lazy("%(about)s in it is no database; take another copy."),
    "too_much": gettext_lazy("It holds more than a study does."),
    "twice": gettext_lazy("A name stands twice in it."),
    "no_study": gettext_lazy("It holds no %(about)s, so it is no study; make it with the export of a coding room."),
    "leads_out": gettext_lazy("A name in it leads out of the folder: %(about)s."),
    "link": gettext_lazy("It holds a link or a device: %(about)s."),
    "foreign": gettext_lazy("It holds a file that does not belong in a study: %(about)s."),
    "dense": gettext_lazy("A file in it unpacks to far more than it is packed: %(about)s."),
    "codebook": gettext_lazy("It was coded with another codebook (%(about)s); migrate its codings first."),
}
"""What the page says of each ground on which a study is refused."""


def _beside() -> bool:
    """Tell whether the room works on PostgreSQL while a database of the same study lies in its folder."""
    return settings.ROOM.database is not None and (settings.ROOM.study / DATABASE).is_file()


def _unpacked(person: Person, given: UploadedFile[Any]) -> Arrived:
    with TemporaryDirectory(prefix="vonnis-import-") as scratch:
        folder = Path(scratch)
        unpack_study_zip(cast("BinaryIO", given), folder, limits=LIMITS)
        arrived = _taken(person, folder)
        _take_texts(folder)
        return arrived


def _taken(person: Person, folder: Path) -> Arrived:
    if not person.may(Right.RUN_STUDY):
        raise PermissionDenied
    theirs, ours = read_codebook(folder / "codebook.yaml"), codebook()
    if (theirs.name, theirs.version) != (ours.name, ours.version):
        about = f"{theirs.name} {theirs.version} ≠ {ours.name} {ours.version}"
        message = f"it was coded with another codebook ({about}); migrate its codings first"
        raise StudyZipError(message, ground="codebook", about=about)
    with closing(open_store(folder, url=f"sqlite:///{folder / DATABASE}")) as source:
        return take_in(source, store(), by=person.username, at=timezone.now())


def _take_texts(folder: Path) -> None:
    """Put texts of judgments that the room lacks in their place; one that is there is left as it is.

    A text that was erased here does not come back by way of an older copy of the study.
    """
    place = protocol().material.judgments
    erased = {each.document for each in store().records(Erasure)}
    for path in sorted((folder / place).rglob("*")):
        target: Path = settings.ROOM.study / path.relative_to(folder)
        gone = erased & {path.stem, path.stem.replace("_", ":")}
        if path.is_file() and not gone and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
