"""The app of chains."""

from django.apps import AppConfig


class ChainsConfig(AppConfig):
    """Chains drawn: who invests, what is done, for whom, what it does, who collects."""

    name = "weefsel.web.chains"
    label = "chains"
