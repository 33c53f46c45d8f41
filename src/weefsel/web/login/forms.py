"""The forms of logging in: name and password, the code, a backup code, a new second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_otp.models import Device
from two_factor.forms import AuthenticationTokenForm, TOTPDeviceForm

from weefsel.web.accounts.models import User

BOX = {"class": "utrecht-textbox utrecht-textbox--html-input"}
CODE_BOX = {
    **BOX,
    "inputmode": "numeric",
    "autocomplete": "one-time-code",
    "autocapitalize": "off",
    "spellcheck": "false",
}
MISTAKES = {
    "token_required": _("Fill in the code."),
    "device_required": _("Fill in the code."),
    "invalid_token": _("This code is not right. Look whether it is still the newest one."),
    "n_failed_attempts": ngettext_lazy(
        "After %(failure_count)d wrong code you have to wait a moment. Try again soon.",
        "After %(failure_count)d wrong codes you have to wait a moment. Try again soon.",
        "failure_count",
    ),
    "verification_not_allowed": _("You have to wait a moment. Try again soon."),
}


class PasswordForm(AuthenticationForm):
    """The name and the password; what is wrong of the two is never said."""

    error_messages = {  # noqa: RUF012
        "invalid_login": _("This name and password do not belong together. Try again."),
        "inactive": _("This name and password do not belong together. Try again."),
    }

    def __init__(self, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["username"].label = _("Name to log in with")
        self.fields["username"].widget.attrs.update(
            BOX, spellcheck="false", autocomplete="username"
        )
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.update(BOX)


class CodeForm(AuthenticationTokenForm):
    """The code of the app."""

    otp_error_messages = {**AuthenticationTokenForm.otp_error_messages, **MISTAKES}  # noqa: RUF012

    def __init__(self, user: User, initial_device: Device | None, **kwargs: Any) -> None:
        super().__init__(user, initial_device, **kwargs)
        field = forms.CharField(max_length=20, label=_("Code of six digits"), required=False)
        field.widget.attrs.update(CODE_BOX)
        self.fields["otp_token"] = field

    def clean_otp_token(self) -> str:
        """Take the code as people copy it: with a space in the middle."""
        return "".join(self.cleaned_data["otp_token"].split())

    def _chosen_device(self, user: User) -> Device | None:
        """Hold the device while it looks, so that a code cannot be used twice at once."""
        device = self.initial_device
        if device is None or device.user_id != user.pk:
            return None
        return Device.from_persistent_id(device.persistent_id, for_verify=True)


class BackupForm(CodeForm):
    """A backup code; each can be used once."""

    otp_error_messages = {  # noqa: RUF012
        **CodeForm.otp_error_messages,
        "invalid_token": _("This backup code is not right, or it was used before."),
    }

    def __init__(self, user: User, initial_device: Device | None, **kwargs: Any) -> None:
        super().__init__(user, initial_device, **kwargs)
        field = forms.CharField(max_length=40, label=_("Backup code"), required=False)
        field.widget.attrs.update(CODE_BOX, inputmode="text", autocomplete="off")
        self.fields["otp_token"] = field

    def clean_otp_token(self) -> str:
        """Take the code with spaces or capitals."""
        return "".join(self.cleaned_data["otp_token"].split()).lower()


class SetUpForm(TOTPDeviceForm):
    """The first code of a new app: proves that the key arrived."""

    error_messages = {"invalid_token": MISTAKES["invalid_token"]}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.CharField(max_length=20, label=_("Code of six digits"))
        field.widget.attrs.update(CODE_BOX)
        field.error_messages["required"] = MISTAKES["token_required"]
        self.fields["token"] = field

    def clean_token(self) -> int:
        """Check the code as a number, the form in which it is computed."""
        given = "".join(self.cleaned_data["token"].split())
        if not (given.isascii() and given.isdigit() and len(given) == self.digits):
            raise forms.ValidationError(self.error_messages["invalid_token"])
        self.cleaned_data["token"] = int(given)
        return super().clean_token()
