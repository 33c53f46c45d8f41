"""What the log holds of one person, for the file with one's own data."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from weefsel.web.accounts.models import User
from weefsel.web.accounts.own_data import holds
from weefsel.web.audit.models import Entry


@holds("audit")
def entries(user: User) -> list[dict[str, Any]]:
    """Give every entry by or about somebody; who else it was stays a pseudonym."""
    mine = Q(by=user.uid) | Q(kind="user", about=str(user.uid))
    return [
        {
            "number": one.number,
            "at": one.at,
            "did": one.right,
            "only_saw": one.seen,
            "about": one.kind,
            "key": one.about,
            "by_me": one.by == user.uid,
            "through": one.via,
            "details": one.details if one.by == user.uid else {},
        }
        for one in Entry.objects.filter(mine).iterator()
    ]
