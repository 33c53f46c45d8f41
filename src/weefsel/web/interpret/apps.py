"""The app of interpretation."""

from django.apps import AppConfig


class InterpretConfig(AppConfig):
    """Stories beside figures, sessions, and findings of areas."""

    name = "weefsel.web.interpret"
    label = "interpret"

    def ready(self) -> None:
        """Say what has a past and what is held of a person."""
        from weefsel.web.interpret import held, past

        past.register()
        held.register()
