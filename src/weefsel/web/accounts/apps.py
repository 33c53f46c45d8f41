"""The app of people, houses and rights."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, houses and rights."""

    name = "weefsel.web.accounts"
    label = "accounts"
