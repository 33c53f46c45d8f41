"""The app of this step."""

from django.apps import AppConfig


class ChooseConfig(AppConfig):
    """Choose (Kiezen): weigh what a choice does."""

    name = "weefsel.web.choose"
    label = "choose"
