"""After how many months a municipality asks again whether a provision is still right."""

from __future__ import annotations

from datetime import date

from weefsel.provisions.freshness import Age, age_of, default, months_before
from weefsel.provisions.social_map import Entry
from weefsel.web.social_map.known import today
from weefsel.web.social_map.models import Term

__all__ = ["age", "default", "months_of", "since", "term_of"]


def term_of(municipality: str) -> Term | None:
    """Give the municipality's own term, none where that of Weefsel counts."""
    return Term.objects.filter(municipality=municipality).first()


def months_of(municipality: str) -> int:
    """Give the months of a municipality, its own or those of Weefsel."""
    own = term_of(municipality)
    return default().months if own is None else own.months


def since(municipality: str) -> date:
    """Give the day before which a confirmation is too long ago."""
    return months_before(today(), months_of(municipality))


def age(entry: Entry, months: int | None = None) -> Age:
    """Give how fresh a provision is: for the mark that goes with it everywhere."""
    known = months_of(entry.offer.municipality) if months is None else months
    return age_of(entry.offer, known, today())
