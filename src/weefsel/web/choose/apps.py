"""The app of this step."""

from django.apps import AppConfig


class ChooseConfig(AppConfig):
    """Choose (Kiezen): weigh what a choice does."""

    name = "weefsel.web.choose"
    label = "choose"

    def ready(self) -> None:
        """Say what has a past, what is in somebody's care, what is held of a person."""
        from weefsel.web.choose import held, past

        past.register()
        held.register()
