"""The app that keeps an install well."""

from django.apps import AppConfig


class KeepConfig(AppConfig):
    """Backup, restore and checks."""

    name = "weefsel.web.keep"
    label = "keep"
