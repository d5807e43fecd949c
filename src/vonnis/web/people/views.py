"""Coming in, and managing who may."""

from __future__ import annotations

import base64
import io
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_otp import login as verify_session
from django_otp import match_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from vonnis.web.accounts.models import Invitation, Person
from vonnis.web.accounts.roles import NAMES, Right, Role
from vonnis.web.people import actions
from vonnis.web.people.forms import AccountForm, CodeForm, PasswordForm, RolesForm
from vonnis.web.people.visits import forget_visits
from vonnis.web.rights import needs

_BACKEND = "django.contrib.auth.backends.ModelBackend"


class Login(LoginView):
    """The way in; the same sentence for an unknown name and a wrong password."""

    template_name = "people/login.html"
    redirect_authenticated_user = True
    authentication_form = AuthenticationForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Let somebody in, and forget the visits that are over."""
        response = super().form_valid(form)
        forget_visits(timezone.now())
        return response


login = sensitive_post_parameters("password")(never_cache(Login.as_view()))


def locked_out(request: HttpRequest, *_arguments: Any, **_named: Any) -> HttpResponse:  # noqa: ANN401 - axes decides
    """Say that there were too many attempts; the same for names that exist and that do not."""
    return render(request, "people/locked.html", status=429)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Leave the room."""
    end_session(request)
    return redirect("login")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Make an account, or set a new password, with a link that works once."""
    now = timezone.now()
    link = Invitation.peek(secret, at=now)
    if link is None:
        return render(request, "people/no_link.html", status=404)
    back = link.person
    form = (PasswordForm if back else AccountForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        if back:
            person = actions.come_back(secret, password=password, at=now)
        else:
            username, name = form.cleaned_data["username"], form.cleaned_data["name"]
            person = actions.join(secret, username=username, name=name, password=password, at=now)
        start_session(request, person, backend=_BACKEND)
        return redirect("home")
    return render(request, "people/invitation.html", {"form": form, "back": back})


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor."""
    person = cast("Person", request.user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(person, form.cleaned_data["code"])
        if device:
            verify_session(request, device)
            return redirect("home")
        form.add_error("code", _("This code does not fit. Wait for the next one, and try again."))
    return render(request, "people/code.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up a second factor: scan a picture, type a code, keep the recovery codes."""
    person = cast("Person", request.user)
    if person.has_second_factor() and not person.is_verified():
        return redirect("code")
    device = TOTPDevice.objects.filter(user=person, confirmed=False).first()
    if device is None:
        device = TOTPDevice.objects.create(user=person, name="app", confirmed=False)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            codes = actions.confirm_second_factor(person, device, at=timezone.now())
            verify_session(request, device)
            return render(request, "people/recovery.html", {"codes": codes})
        form.add_error("code", _("This code does not fit. Check the clock of your phone, and try again."))
    secret = base64.b32encode(device.bin_key).decode()
    return render(
        request,
        "people/enrol.html",
        {"form": form, "picture": _picture(device.config_url), "secret": secret, "required": settings.ROOM.two_factor},
    )


def _picture(address: str) -> str:
    """Return a QR code as an image that the page carries in itself."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    out = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=10, border=2).save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


@needs(Right.MANAGE_PEOPLE)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List everybody with their roles."""
    everybody = [(person, [NAMES[role] for role in Role if person.has_role(role)]) for person in Person.objects.all()]
    return render(request, "people/people.html", {"everybody": everybody})


@needs(Right.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Make a link for a new account with chosen roles."""
    form = RolesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        secret = actions.invite(cast("Person", request.user), form.cleaned_data["roles"], at=timezone.now())
        return _show_link(request, secret)
    return render(request, "people/invite.html", {"form": form})


@needs(Right.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Show somebody's account and change the roles."""
    found = get_object_or_404(Person, username=username)
    form = RolesForm(request.POST or None, initial={"roles": found.roles})
    if request.method == "POST" and form.is_valid():
        actions.give_roles(cast("Person", request.user), found, roles=form.cleaned_data["roles"], at=timezone.now())
        return redirect("people")
    return render(request, "people/person.html", {"form": form, "person": found})


@needs(Right.MANAGE_PEOPLE)
@require_POST
def account(request: HttpRequest, username: str, *, change: str) -> HttpResponse:
    """Close or open an account, or make a link for a new password."""
    found = get_object_or_404(Person, username=username)
    actor, now = cast("Person", request.user), timezone.now()
    if change == "password":
        return _show_link(request, actions.invite_back(actor, found, at=now))
    (actions.close_account if change == "close" else actions.open_account)(actor, found, at=now)
    return redirect("people")


def _show_link(request: HttpRequest, secret: str) -> HttpResponse:
    from django.urls import reverse

    address = request.build_absolute_uri(reverse("invitation", args=[secret]))
    return render(request, "people/link.html", {"address": address})
