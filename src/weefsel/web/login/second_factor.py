"""The second factor: who needs one, who has one, what is still owed, and how it is taken away.

A code from an app on one's phone (TOTP, RFC 6238), with ten backup codes on paper. Who has one
always gives it; who has one of the roles of ``WEEFSEL_SECOND_FACTOR`` must make one first.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django_otp import devices_for_user
from django_otp.plugins.otp_static.models import StaticDevice
from two_factor.utils import default_device

from weefsel.web.accounts.models import User
from weefsel.web.accounts.rights import memberships
from weefsel.web.login import example_users

AT_PROVIDER = "login_second_factor_at_provider"  # in the session: the provider asked it
GIVE, SET_UP = "factor-give", "factor-set-up"


def is_required(user: User) -> bool:
    """Tell whether somebody must have a second factor, by the roles of today."""
    asked = settings.WEEFSEL_SECOND_FACTOR
    if not asked or example_users.is_example(user):
        return False
    return user.is_superuser or any(one.role in asked for one in memberships(user))


def is_set_up(user: User) -> bool:
    """Tell whether somebody has a second factor."""
    return default_device(user) is not None


def owed(request: HttpRequest) -> str | None:
    """Give the page where somebody who is logged in must first give or make a second factor."""
    user = request.user
    if user.is_verified() or request.session.get(AT_PROVIDER) or example_users.is_example(user):
        return None
    if is_set_up(user):
        return GIVE
    return SET_UP if is_required(user) else None


def backup_codes_left(user: User) -> int:
    """Give how many backup codes somebody has not used yet."""
    device = StaticDevice.objects.filter(user=user).first()
    return 0 if device is None else device.token_set.count()


@transaction.atomic
def reset(user: User) -> bool:
    """Take somebody's second factor and backup codes away; give whether there was one.

    For who lost the phone and the codes. Sessions in which it was given count as not given.
    """
    devices = list(devices_for_user(user, confirmed=None))
    for device in devices:
        device.delete()
    return bool(devices)
