"""A provision: a place or service where residents can go, with what it costs and reaches."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from weefsel.base.document import Document
from weefsel.sources.area_code import SHAPES

Kind = Literal["community_centre", "library", "swimming_pool"]
# The ten activities of social work as basic provision (DOMAIN.md section 2.1).
Activity = Literal["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10"]


class Provision(Document):
    """One provision of a neighbourhood.

    ``own_cost_eur_per_year`` is what its funder pays in ``price_year``; regular visitors come
    at least once a month. Longitude and latitude are WGS84 degrees.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    name: str = Field(min_length=1, max_length=120)
    kind: Kind
    activities: tuple[Activity, ...] = ()
    neighbourhood: str = Field(pattern=f"^{SHAPES['neighbourhood']}$")
    longitude: float = Field(ge=-180, le=180)
    latitude: float = Field(ge=-90, le=90)
    opening_hours_per_week: float = Field(ge=0, le=168)
    own_cost_eur_per_year: float = Field(ge=0)
    price_year: int
    regular_visitors: int = Field(ge=0)
    funder: str = Field(min_length=1, max_length=120)
    access_without_referral: bool = True
    source: str = Field(min_length=1, max_length=500)
    fictitious: bool = False

    @property
    def object_id(self) -> str:
        """Give how an act of a choice names this provision."""
        return f"provision:{self.id}"
