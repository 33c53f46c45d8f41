"""Finds in free text what points to one person, strikes it out and says why."""

from weefsel.outcomes.screening.model import Certainty, Finding, Kind, Screened
from weefsel.outcomes.screening.screen import screen

__all__ = ["Certainty", "Finding", "Kind", "Screened", "screen"]
