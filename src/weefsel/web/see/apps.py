"""The app of this step."""

from importlib import import_module

from django.apps import AppConfig


class SeeConfig(AppConfig):
    """See (Zien): the pages of municipality and neighbourhood."""

    name = "weefsel.web.see"
    label = "see"

    def ready(self) -> None:
        """Say what is held of somebody."""
        import_module("weefsel.web.see.held")
        import_module("weefsel.web.see.local_past").register()
