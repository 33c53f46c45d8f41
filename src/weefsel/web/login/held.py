"""What logging in holds of a person, and what of it goes when they leave."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt

from weefsel.web.accounts.leaving import on_leaving
from weefsel.web.accounts.models import User
from weefsel.web.accounts.own_data import holds
from weefsel.web.login import lock_out, second_factor
from weefsel.web.login.models import Identity


def register() -> None:
    """Register both; importing this did it."""


@holds("log_in")
def _held(user: User) -> dict[str, Any]:
    name = lock_out.counted(user.username)
    return {
        "second_factor": second_factor.is_set_up(user),
        "backup_codes_left": second_factor.backup_codes_left(user),
        "known_by": [
            {"provider": one.issuer, "as": one.subject, "since": one.made_at}
            for one in Identity.objects.filter(user=user)
        ],
        "wrong_tries": [
            {"last": one.attempt_time, "from": one.ip_address, "count": one.failures_since_start}
            for one in AccessAttempt.objects.filter(username=name)
        ],
    }


@on_leaving
def _forget(user: User) -> None:
    """Forget the second factor, the provider's number and the wrong tries."""
    second_factor.reset(user)
    Identity.objects.filter(user=user).delete()
    lock_out.unlock(user.username)
