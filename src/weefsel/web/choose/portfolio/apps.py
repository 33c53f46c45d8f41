"""The app of portfolio."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """What a house subsidises, line by line, with the evidence beside it."""

    name = "weefsel.web.choose.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        """Say what has a past, what is in somebody's care, what is held of a person."""
        from weefsel.web.choose.portfolio import held, past

        past.register()
        held.register()
