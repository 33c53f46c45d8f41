"""The block on the page of an area: what there is for people near by."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from weefsel.web.social_map import known

register = template.Library()
MOST = 5  # that the block names; the rest stands on the page behind it


@register.inclusion_tag("social_map/find_near.html", takes_context=True)
def what_is_near(context: Context, code: str, name: str, municipality: str) -> dict[str, Any]:
    """List what is nearest to the middle of an area; nothing where nobody registered anything."""
    from weefsel.web.social_map.find_search import near_area  # late: it reads what See makes

    found = near_area(code, MOST) if known.entries(municipality) else None
    if found is None:
        return {"rows": []}
    there, rows = found
    return {
        "rows": rows,
        "code": municipality,
        "name": name,
        "notes": context.get("notes"),
        "sources": {**context.get("sources", {}), there.source.id: there.source},
    }
