"""The app of this step."""

from django.apps import AppConfig


class ProvenanceConfig(AppConfig):
    """Where figures come from: editions, parameters, assumptions, methods."""

    name = "weefsel.web.provenance"
    label = "provenance"
