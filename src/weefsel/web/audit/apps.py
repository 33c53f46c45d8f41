"""The app of audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, and how it was before."""

    name = "weefsel.web.audit"
    label = "audit"

    def ready(self) -> None:
        """Listen to what other rooms tell, and say what is held of somebody."""
        from weefsel.web.audit import held
        from weefsel.web.audit.listen import listen

        assert held.entries
        listen()
