"""What another page hands over to the form of a choice, in its address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from weefsel.base.language import text
from weefsel.web.choose.fields import lang_now

CARRIED = "naar"
MOST, LONGEST = 20, 2000
_ONE = re.compile(r"([a-z0-9-]{0,40}):(\d{1,7})")
SOURCE = text("Computed by Weefsel: visitors divided by distance over what stays open")


def carried(rows: Iterable[tuple[str | None, float]]) -> str:
    """Write where people can go: "het-getouw:1493,:354", without a name for nowhere."""
    return ",".join(f"{to or ''}:{round(people)}" for to, people in list(rows)[:MOST])


def substitution(query: QueryDict) -> list[dict[str, Any]]:
    """Read where people can go; what is not written like that is left out."""
    found = (_ONE.fullmatch(one) for one in query.get(CARRIED, "")[:LONGEST].split(",")[:MOST])
    return [
        {
            "to": f"provision:{one[1]}" if one[1] else "",
            "people": float(one[2]),
            "source": SOURCE.render(lang_now()),
        }
        for one in found
        if one is not None
    ]


def fields(query: QueryDict) -> dict[str, Any]:
    """Give the fields of something new: its name, and that it is an investment."""
    name = query.get("naam", "").strip()[:120]
    if not name or query.get("soort") != "invest":
        return {}
    return {"name": name, "title": name, "kind": "invest"}
