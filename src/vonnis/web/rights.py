"""Who may see a page: each view states the right that it needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from vonnis.web.accounts.models import Person
from vonnis.web.accounts.roles import Right

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]


def needs(*rights: Right) -> Callable[[View[Rest]], View[Rest]]:
    """Refuse a page (403) to whoever has none of these rights."""

    def guarded(view: View[Rest]) -> View[Rest]:
        @wraps(view)
        def respond(request: HttpRequest, /, *arguments: Rest.args, **named: Rest.kwargs) -> HttpResponseBase:
            if not any(cast("Person", request.user).may(right) for right in rights):
                raise PermissionDenied
            return view(request, *arguments, **named)

        return respond

    return guarded
