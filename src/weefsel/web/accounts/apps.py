"""The app of users."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, later houses and rights."""

    name = "weefsel.web.accounts"
    label = "accounts"
