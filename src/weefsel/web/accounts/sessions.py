"""Sessions in the database, each with its user (``SESSION_ENGINE``).

Django's own table does not say whose a session is: ending all of one person's sessions
would mean opening everybody's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

BEGUN = "begun"  # in the session: whose it is, and since when


class SessionStore(DatabaseStore):
    """Keep a session with its user."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Give the table of sessions."""
        from weefsel.web.accounts.models import OpenSession

        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Make the row, with whoever is logged in by it."""
        whose = str(data.get(SESSION_KEY, ""))
        begun = data.get(BEGUN)
        if begun is None or begun[0] != whose:
            begun = data[BEGUN] = [whose, timezone.now().isoformat()]
        made = super().create_model_instance(data)
        made.user_id = int(whose) if whose.isdecimal() else None
        made.begun = datetime.fromisoformat(begun[1])
        return made


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """End every session of somebody at once, save one; give how many ended."""
    found = user.open_sessions.all()
    if but:
        found = found.exclude(session_key=but)
    return int(found.delete()[0])
