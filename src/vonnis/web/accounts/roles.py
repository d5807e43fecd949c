"""What each role may do; a person can have several roles."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """A role in the study of this room."""

    ADMINISTRATOR = "administrator"
    LEAD = "lead"
    CODER = "coder"
    ADJUDICATOR = "adjudicator"
    READER = "reader"


class Right(StrEnum):
    """One thing that somebody may do."""

    MANAGE_PEOPLE = "manage_people"
    READ_AUDIT = "read_audit"
    RUN_STUDY = "run_study"
    CODE = "code"
    SCREEN = "screen"
    ADJUDICATE = "adjudicate"
    SEE_PROGRESS = "see_progress"
    SEE_CODEBOOK = "see_codebook"
    EXPORT = "export"


RIGHTS: dict[Role, frozenset[Right]] = {
    # Accounts and files of a study are kept apart on purpose: an administrator reads no answer and no judgment.
    Role.ADMINISTRATOR: frozenset({Right.MANAGE_PEOPLE, Right.READ_AUDIT}),
    Role.LEAD: frozenset({Right.RUN_STUDY, Right.READ_AUDIT, Right.SEE_PROGRESS, Right.SEE_CODEBOOK, Right.EXPORT}),
    Role.CODER: frozenset({Right.CODE, Right.SCREEN, Right.SEE_CODEBOOK}),
    Role.ADJUDICATOR: frozenset({Right.ADJUDICATE, Right.SEE_CODEBOOK, Right.SEE_PROGRESS}),
    Role.READER: frozenset({Right.SEE_CODEBOOK, Right.SEE_PROGRESS}),
}

NAMES = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.LEAD: _("Lead"),
    Role.CODER: _("Coder"),
    Role.ADJUDICATOR: _("Adjudicator"),
    Role.READER: _("Reader"),
}

EXPLAINED = {
    Role.ADMINISTRATOR: _("invites people and gives roles; sees no answers and no judgments"),
    Role.LEAD: _("runs the study: files, rounds, codebook, export"),
    Role.CODER: _("codes the files that were assigned"),
    Role.ADJUDICATOR: _("decides where two coders differ"),
    Role.READER: _("reads the codebook and the progress"),
}
