"""The forms of accounts: an invitation, its acceptance, a role, one's own data."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from weefsel.web.accounts.models import User
from weefsel.web.accounts.roles import MEMBERS, ROLE_NAMES
from weefsel.web.accounts.usernames import MOST, check, skeleton, tidy

Verify = Callable[[str], bool]  # is this the password of who is logged in?

BOX = {"class": "utrecht-textbox utrecht-textbox--html-input"}
CHOICE = {"class": "utrecht-select utrecht-select--html-select"}
LONGEST = 4096  # signs of a password; more is no password but work for our computer
LONGEST_NAME = 100
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}  # signs nobody can see (Unicode categories)


def roles() -> list[tuple[str, str]]:
    """Give the roles one can have in a house, in the language of the page."""
    lang = get_language() or "nl"
    return [(role.value, ROLE_NAMES[role].render(lang)) for role in MEMBERS]


class Fields(forms.Form):
    """A form whose wrong fields say so to a screen reader, with a list of what is wrong."""

    def mistakes(self) -> list[dict[str, Any]]:
        """Give what is wrong, field by field, for the list above the form."""
        return [
            {"anchor": field.id_for_label, "label": field.label, "words": " ".join(field.errors)}
            for field in self
            if field.errors
        ]


def _plain_name(value: str) -> str:
    """Give a name in one form; refuse signs that nobody can see."""
    kept = " ".join(unicodedata.normalize("NFC", value).split())
    if any(unicodedata.category(sign) in UNSEEN for sign in kept):
        raise ValidationError(_("This name holds signs that nobody can see. Type it again."))
    return kept


def _password_field(label: Any, complete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput({**BOX, "autocomplete": complete}),
    )


class InviteForm(Fields):
    """Invite somebody: in which role, and whether to send the link."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.Select(CHOICE))
    email = forms.EmailField(
        label=_("Send the link to this e-mail address"),
        required=False,
        help_text=_("Not required. The address is used once and not kept."),
        widget=forms.EmailInput({**BOX, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles()  # type: ignore[attr-defined]
        if not mail:
            del self.fields["email"]


class RoleForm(Fields):
    """Give somebody another role."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.Select(CHOICE))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles()  # type: ignore[attr-defined]


class EndForm(Fields):
    """End a membership: who takes over what was in care."""

    heir = forms.ChoiceField(
        label=_("Who takes over?"), required=False, widget=forms.Select(CHOICE)
    )

    def __init__(self, *args: Any, heirs: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(one.uid): one for one in heirs}
        listed = [(uid, one.get_full_name()) for uid, one in self.known.items()]
        nobody = ("", _("Nobody yet: it stays with the house"))
        self.fields["heir"].choices = [nobody, *listed]  # type: ignore[attr-defined]

    def chosen(self) -> User | None:
        """Give who takes over."""
        return self.known.get(self.cleaned_data["heir"])


class NewPassword(Fields):
    """A password and the same again, held to the rules for passwords."""

    password = _password_field(_("Password"), "new-password")
    again = _password_field(_("The same password again"), "new-password")
    person: User | None = None

    def clean(self) -> dict[str, Any]:
        """Hold both to each other and to the rules."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        one, other = found.get("password"), found.get("again")
        if one and other and one != other:
            self.add_error("again", _("These two are not the same."))
        elif one:
            try:
                validate_password(one, self.about())
            except ValidationError as fault:
                self.add_error("password", fault)
        return found

    def about(self) -> User | None:
        """Give whose password it becomes: it may not look like the name."""
        return self.person


class AcceptForm(NewPassword):
    """Become a member: a name to log in with, a name to be called by, a password."""

    username = forms.CharField(
        label=_("Name to log in with"),
        max_length=MOST,
        help_text=_("Capitals make no difference."),
        validators=[check],
        widget=forms.TextInput({**BOX, "autocomplete": "username", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("What do colleagues call you?"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({**BOX, "autocomplete": "name"}),
    )
    field_order = ("name", "username", "password", "again")

    def clean_username(self) -> str:
        """Refuse a name that is taken, or that people could take for another one."""
        given = tidy(str(self.cleaned_data["username"]))
        if User.objects.filter(username_key=skeleton(given)).exists():
            raise ValidationError(
                _("This name is taken, or looks too much like another one. Choose another."),
                code="taken",
            )
        return given

    def clean_name(self) -> str:
        """Keep the name in one form."""
        return _plain_name(self.cleaned_data["name"])

    def about(self) -> User:
        """Give who it would be."""
        return User(
            username=self.cleaned_data.get("username", ""), name=self.cleaned_data.get("name", "")
        )


class AccountForm(Fields):
    """What one can change of oneself."""

    name = forms.CharField(
        label=_("What do colleagues call you?"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput({**BOX, "autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language after logging in"),
        required=False,
        choices=[("", _("As the page was")), ("nl", "Nederlands"), ("en", "English")],
        widget=forms.Select(CHOICE),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Not required: Weefsel works without it."),
        widget=forms.EmailInput({**BOX, "autocomplete": "email"}),
    )
    reachable = forms.BooleanField(
        label=_("Colleagues in my houses may see my e-mail address"),
        required=False,
        widget=forms.CheckboxInput({"class": "tick"}),
    )

    def clean_name(self) -> str:
        """Keep the name in one form."""
        return _plain_name(self.cleaned_data["name"])


class PasswordForm(NewPassword):
    """Another password, after the one of now."""

    old = _password_field(_("The password of now"), "current-password")
    field_order = ("old", "password", "again")

    def __init__(self, *args: Any, person: User, verify: Verify, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.verify = person, verify

    def clean_old(self) -> str:
        """Hold it to the password of now."""
        given = str(self.cleaned_data["old"])
        if not self.verify(given):
            raise ValidationError(_("This is not your password."), code="wrong")
        return given


class LeaveForm(Fields):
    """Delete one's own account: say again who you are."""

    password = _password_field(_("Your password"), "current-password")
    sure = forms.BooleanField(
        label=_("I know that this cannot be undone"), widget=forms.CheckboxInput({"class": "tick"})
    )

    def __init__(self, *args: Any, person: User, verify: Verify, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verify = verify
        if not person.has_usable_password():  # logs in elsewhere: the fresh session counts
            del self.fields["password"]

    def clean_password(self) -> str:
        """Hold it to the password of now."""
        given = str(self.cleaned_data["password"])
        if not self.verify(given):
            raise ValidationError(_("This is not your password."), code="wrong")
        return given
