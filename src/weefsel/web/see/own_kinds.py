"""The four kinds of things a house notes for its own figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from weefsel.provisions import own_records as rules
from weefsel.web.see import models

SMALL = ("neighbourhood",)
ALL_LEVELS = ("municipality", "district", "neighbourhood")


@dataclass(frozen=True)
class Kind:
    """One kind: what it is called, what is noted, and which indicator follows from it."""

    key: str  # in the address
    model: Any
    indicator: str
    levels: tuple[str, ...]
    fields: tuple[str, ...]
    name: Any
    add: Any
    lead: Any
    complete: Any  # what somebody confirms before it becomes figures; empty: nothing


KINDS: dict[str, Kind] = {
    one.key: one
    for one in (
        Kind(
            "toegankelijkheid",
            models.AccessibilityAudit,
            rules.ACCESSIBILITY,
            SMALL,
            ("name", "area", "year", "remark"),
            _("Accessibility audits"),
            _("Note an audit"),
            _(
                "Walk through a provision and note what you find. The figure of a neighbourhood "
                "is the mean share of points that its audited provisions meet."
            ),
            "",
        ),
        Kind(
            "inspraak",
            models.ParticipationForm,
            rules.PARTICIPATION,
            ALL_LEVELS,
            ("name", "kind", "area", "year", "participants", "remark"),
            _("Forms of participation"),
            _("Note a form of participation"),
            _(
                "How residents took part or decided. The figure of a neighbourhood is the number "
                "of different forms that its residents could use that year."
            ),
            _("Every form of participation of that year is in this list."),
        ),
        Kind(
            "initiatieven",
            models.ResidentsInitiative,
            rules.INITIATIVES,
            SMALL,
            ("name", "area", "year", "budget_eur", "remark"),
            _("Residents' initiatives with a budget"),
            _("Note an initiative"),
            _(
                "Initiatives of residents that got a budget. The figure of a neighbourhood is "
                "their number per thousand residents."
            ),
            _("Every initiative with a budget of that year is in this list."),
        ),
        Kind(
            "leerplekken",
            models.LearningPlace,
            rules.LEARNING,
            SMALL,
            ("name", "kind", "area", "year", "places", "remark"),
            _("Learning places"),
            _("Note a learning place"),
            _(
                "Places to learn in the neighbourhood: language, digital skills, work experience. "
                "The figure of a neighbourhood is the number of places per thousand residents."
            ),
            _("Every learning place of that year is in this list."),
        ),
    )
}
