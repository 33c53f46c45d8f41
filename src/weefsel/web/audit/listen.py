"""Takes down what other rooms tell: people and houses, logging in, the second factor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from weefsel.web.accounts.happened import happened
from weefsel.web.accounts.models import User
from weefsel.web.audit.log import record, request_now
from weefsel.web.login.second_factor import AT_PROVIDER

PERSON = "user"


def listen() -> None:
    """Begin to listen; called once, when all apps are there."""
    happened.connect(_happened, dispatch_uid="audit: people and houses")
    user_logged_in.connect(_logged_in, dispatch_uid="audit: log in")
    user_logged_out.connect(_logged_out, dispatch_uid="audit: log out")
    user_login_failed.connect(_failed, dispatch_uid="audit: failed")
    user_locked_out.connect(_locked_out, dispatch_uid="audit: locked out")
    post_save.connect(_factor_set, sender=TOTPDevice, dispatch_uid="audit: factor set")
    post_save.connect(_codes_made, sender=StaticDevice, dispatch_uid="audit: backup codes")
    post_delete.connect(_factor_gone, sender=TOTPDevice, dispatch_uid="audit: factor gone")


def _happened(
    sender: str, by: Any, house: Any, about: Any, what: Mapping[str, Any], **more: Any
) -> None:
    kind = PERSON if about is not None else ""
    record(by, sender, house=house, kind=kind, about=about, what=_plain(what))


def _plain(what: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was told as words and numbers that JSON knows."""
    return {name: _written(value) for name, value in what.items()}


def _written(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_written(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _written(each) for name, each in value.items()}
    return str(value)


def _logged_in(sender: Any, request: Any, user: Any, **more: Any) -> None:
    how = getattr(user, "backend", "").rpartition(".")[2]
    at_provider = request is not None and bool(request.session.get(AT_PROVIDER))
    what = {"by": how, "second_factor_at_provider": at_provider}
    record(user, "log_in", kind=PERSON, about=user.uid, what=what)


def _logged_out(sender: Any, request: Any, user: Any, **more: Any) -> None:
    if user is not None:
        record(user, "log_out", kind=PERSON, about=user.uid)


def _failed(sender: Any, credentials: Mapping[str, Any], request: Any = None, **more: Any) -> None:
    """Take down a wrong try of a name that somebody has; never what was typed.

    A typed name can be a password. Once locked out, further tries say nothing new.
    """
    if not getattr(request, "axes_locked_out", False):
        _about_name("log_in.failed", credentials.get("username"))


def _locked_out(sender: Any, username: str | None = None, request: Any = None, **m: Any) -> None:
    if getattr(request, "axes_failures_since_start", None):  # the try that locked
        _about_name("log_in.locked", username)


def _about_name(right: str, name: Any) -> None:
    try:
        found = User.objects.get_by_natural_key(str(name or ""))
    except (User.DoesNotExist, ValueError):
        record(None, right)
    else:
        record(None, right, kind=PERSON, about=found.uid)


def _factor_set(sender: Any, instance: TOTPDevice, created: bool, **more: Any) -> None:
    if created and instance.confirmed:
        record(request_now(), "factor.set", kind=PERSON, about=instance.user.uid)


def _codes_made(sender: Any, instance: StaticDevice, created: bool, **more: Any) -> None:
    if created:
        record(request_now(), "factor.codes", kind=PERSON, about=instance.user.uid)


def _factor_gone(sender: Any, instance: TOTPDevice, **more: Any) -> None:
    if instance.confirmed and User.objects.filter(pk=instance.user_id).exists():
        record(request_now(), "factor.reset", kind=PERSON, about=instance.user.uid)
