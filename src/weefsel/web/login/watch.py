"""No example user ever becomes a member of a real house, nor manager of an install."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.accounts.models import Membership, User
from weefsel.web.login import example_users


def listen() -> None:
    """Look at every membership and user before it is kept."""
    pre_save.connect(_membership, sender=Membership, dispatch_uid="example users stay in Weverdam")
    pre_save.connect(_user, sender=User, dispatch_uid="example users stay small")


def _membership(sender: type, instance: Membership, **given: Any) -> None:
    if not instance.house.fictitious and example_users.is_example(instance.user):
        raise _no()


def _user(sender: type, instance: User, **given: Any) -> None:
    grown = instance.is_superuser or instance.is_staff
    if (grown or instance.has_usable_password()) and example_users.is_example(instance):
        raise _no()


def _no() -> InputError:
    return InputError(
        text("an example user has no password and no rights outside the example houses."),
        todo=text("Make an account for a person instead."),
    )
