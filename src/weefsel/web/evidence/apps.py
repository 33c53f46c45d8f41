"""The app of evidence."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """What is known: interventions, methods, published cases, and one search over all."""

    name = "weefsel.web.evidence"
    label = "evidence"
