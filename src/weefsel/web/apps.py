"""The project itself, as the home of its tags."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Frame, tags and static files."""

    name = "weefsel.web"
    label = "web"
