"""The public addresses of the services, and how much each gives at a time."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from weefsel.base.document import Document, read_document


class Feed(Document):
    """One service of CBS: its address, and the most rows it gives a page."""

    address: str
    most_rows: int


class Boundaries(Document):
    """One set of boundaries at PDOK: its paths, its types and how a municipality is chosen.

    ``municipality`` is the column with the code of the municipality; a set without one is
    chosen by the start of the area's own code, in the column ``code``.
    """

    wfs: str
    types: dict[str, str]
    ogc: str | None = None
    municipality: str | None = None
    code: str | None = None


class Pdok(Document):
    """The services of PDOK and the sets of boundaries they have."""

    wfs: str
    ogc: str
    most_rows: int
    sets: dict[str, Boundaries]


class Feeds(Document):
    """Every service; see ``feeds.toml``."""

    cbs_v3: Feed
    cbs_v4: Feed
    pdok: Pdok


FEEDS = read_document(Feeds, Path(str(resources.files("weefsel.sources.network"))) / "feeds.toml")
