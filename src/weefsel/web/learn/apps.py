"""The app of learn."""

from django.apps import AppConfig


class LearnConfig(AppConfig):
    """Learn: tools that keep people out of tables and texts."""

    name = "weefsel.web.learn"
    label = "learn"
