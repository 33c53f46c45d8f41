"""The register of provisions as it was before the social map: one TOML file, read only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.base.document import Document, check, read_toml
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.provisions.social_map import Activity
from weefsel.sources.area_code import FICTITIOUS, SHAPES, country_of, municipality_of

FOLDER = "provisions"
Kind = Literal["community_centre", "library", "swimming_pool"]


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


class Register(Document):
    """The provisions of one municipality."""

    municipality: str = Field(pattern=r"^GM\d{4}$")
    fictitious: bool = False
    provision: tuple[Provision, ...] = ()


def path_of(home: Path, municipality: str) -> Path:
    """Give the file that holds a municipality's provisions."""
    return home / FOLDER / f"{municipality}.toml"


def read(home: Path, municipality: str) -> tuple[Provision, ...]:
    """Give the provisions of a municipality, none when nobody entered any.

    Raises ``InputError`` that names file and key when the file is wrong.
    """
    path = path_of(home, municipality)
    if not path.exists():
        return ()
    register = check(Register, read_toml(path.read_bytes(), path.name), path.name)
    verify(municipality, register.provision, path.name)
    return register.provision


def verify(municipality: str, provisions: Sequence[Provision], name: str) -> None:
    """Refuse double ids, places elsewhere, and fiction among real provisions.

    Raises ``InputError`` that names the file and the provision.
    """
    seen: set[str] = set()
    for one in provisions:
        where = f"{name}, {one.id}"
        if one.id in seen:
            raise InputError(
                text("this id stands in the register twice."),
                where=where,
                todo=text("Give each provision its own id."),
            )
        seen.add(one.id)
        if municipality_of(one.neighbourhood) != municipality:
            raise InputError(
                text(
                    "the neighbourhood %(code)s does not belong to %(municipality)s.",
                    code=one.neighbourhood,
                    municipality=municipality,
                ),
                where=where,
                todo=text("Correct the code of the neighbourhood."),
            )
        if one.fictitious != (country_of(municipality) == FICTITIOUS):
            raise InputError(
                text("real and fictitious provisions cannot stand together."),
                where=where,
                todo=text("Keep fictitious provisions in a fictitious municipality."),
            )


def forget(home: Path, municipality: str) -> bool:
    """Take the old file away once its provisions stand elsewhere; tell whether it was there."""
    path = path_of(home, municipality)
    if not path.exists():
        return False
    path.unlink()
    return True
