"""What people fill in about themselves and each other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vonnis.web.accounts.models import USERNAME, Person
from vonnis.web.accounts.roles import EXPLAINED, NAMES, Role


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. A few words in a row are easy to keep and hard to guess."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def person(self) -> Person | None:
        """Return whom the password is for, as far as that is known before it is saved."""
        return None

    def clean(self) -> dict[str, Any]:
        """Refuse two different passwords and one that is too easy."""
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        if password:
            try:
                password_validation.validate_password(password, self.person())
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class AccountForm(PasswordForm):
    """A new account: login name, name, password."""

    username = forms.CharField(
        label=_("Login name"),
        help_text=_("Small letters, digits, dots and dashes. It stands beside your codings, so choose a neutral one."),
        max_length=31,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("username", "name", "password", "again")

    def clean_username(self) -> str:
        """Return the name of login in small letters."""
        username = str(self.cleaned_data["username"]).strip().lower()
        USERNAME(username)
        if Person.objects.filter(username=username).exists():
            message = _("This login name is not free; choose another.")
            raise ValidationError(message)
        return username

    def person(self) -> Person:
        """Return the person to be, so that a password like the name is refused."""
        return Person(username=self.cleaned_data.get("username", ""), name=self.cleaned_data.get("name", ""))


class CodeForm(forms.Form):
    """A code of six digits from an app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """Return the code without spaces."""
        return "".join(str(self.cleaned_data["code"]).split())


class RolesForm(forms.Form):
    """The roles of somebody."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, NAMES[role]) for role in Role],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )

    @staticmethod
    def explained() -> list[tuple[str, str, str]]:
        """Return value, name and meaning of each role."""
        return [(role.value, str(NAMES[role]), str(EXPLAINED[role])) for role in Role]
