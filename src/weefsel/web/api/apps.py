"""The app of api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The same answers as JSON."""

    name = "weefsel.web.api"
    label = "api"
