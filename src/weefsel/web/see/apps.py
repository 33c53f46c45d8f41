"""The app of this step."""

from django.apps import AppConfig


class SeeConfig(AppConfig):
    """See (Zien): the pages of municipality and neighbourhood."""

    name = "weefsel.web.see"
    label = "see"
