"""What lies behind the areas of the live map: nothing, or PDOK when an install says so."""

from __future__ import annotations

from collections.abc import Mapping

from weefsel.base.errors import InputError
from weefsel.base.language import text

NONE, PDOK = "", "pdok"
# The BRT-Achtergrondkaart of Kadaster in grey (CC BY 4.0), tiles of the web's usual projection.
HOSTS = {PDOK: "https://service.pdok.nl"}
TILES = {
    PDOK: HOSTS[PDOK] + "/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png",
}
MAKERS = {PDOK: "Kadaster / PDOK (CC BY 4.0)"}


def chosen(environment: Mapping[str, str]) -> str:
    """Give the background an install asks for (``WEEFSEL_MAP_BACKGROUND``), none without it.

    Raises ``InputError`` for a name that is not known.
    """
    given = environment.get("WEEFSEL_MAP_BACKGROUND", "").strip().lower()
    if given and given not in TILES:
        raise InputError(
            text("'%(given)s' is no background for the map.", given=given[:80]),
            where="WEEFSEL_MAP_BACKGROUND",
            todo=text("Write pdok, or leave it empty for no background."),
        )
    return given


def hosts(background: str) -> list[str]:
    """Give the addresses that a browser may ask for a background, for the content policy."""
    return [HOSTS[background]] if background else []
