"""Places as a source outside names them: what they are, where, and what it says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from weefsel.base.language import Text


@dataclass(frozen=True)
class Opened:
    """One opening in an ordinary week, Monday is 1; hours as "09:00"."""

    day: int
    opens: str
    closes: str


@dataclass(frozen=True)
class Place:
    """One place; longitude and latitude in degrees of WGS84, none where not known.

    ``municipality`` is the code the source gives; ``tags`` all it says, by its own names.
    """

    source: str
    id: str
    name: str
    kind: str
    operator: str = ""
    operator_kind: str = ""
    description: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    town: str = ""
    municipality: str = ""
    longitude: float | None = None
    latitude: float | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    opening: tuple[Opened, ...] = ()
    opening_words: str = ""
    wheelchair: bool | None = None
    free: bool | None = None
    assured_on: date | None = None
    url: str = ""
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Places:
    """The places of one file, in its order, and on what terms they may be shown."""

    places: tuple[Place, ...]
    source: str
    url: str
    attribution: str
    licence: str
    remarks: tuple[Text, ...] = ()
