"""The app of login."""

from django.apps import AppConfig


class LoginConfig(AppConfig):
    """Logging in."""

    name = "weefsel.web.login"
    label = "login"

    def ready(self) -> None:
        """Say what is held of a person, watch memberships, note when somebody came in."""
        from weefsel.web.login import guard, held, watch

        guard.listen()
        held.register()
        watch.listen()
