"""Who may come in: somebody with a password, or an example user where those may exist.

Every backend asks again at every page whether an example user may still be here: what was
allowed at the log-in may have ended since.
"""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from weefsel.web.accounts.models import User
from weefsel.web.login import example_users

PASSWORD = "weefsel.web.login.backends.PasswordBackend"
EXAMPLE = "weefsel.web.login.backends.ExampleBackend"


class PasswordBackend(ModelBackend):
    """Let people in with their password; an example user has none, and is refused with one."""

    def user_can_authenticate(self, user: User) -> bool:
        """Refuse who was put out of service, and every example user."""
        return super().user_can_authenticate(user) and not example_users.is_example(user)

    def get_user(self, user_id: int) -> User | None:
        """Give the user of a session, none when that user may not be here (any more)."""
        user = User.objects.select_related("example").filter(pk=user_id).first()
        if user is None or not ModelBackend.user_can_authenticate(self, user):
            return None
        return None if example_users.is_example(user) and not example_users.may_be(user) else user


class ExampleBackend(PasswordBackend):
    """Let an example user in by its button; nothing else leads to this backend."""

    def authenticate(
        self, request: HttpRequest, example: str = "", **given: object
    ) -> User | None:
        """Give the example user of a role, none where example users may not be."""
        if not example or given:
            return None
        user = User.objects.filter(example__role=example, is_active=True).first()
        return user if user is not None and example_users.may_be(user) else None
