"""What See holds of somebody: the files they brought and what they noted for their house."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from weefsel.web.accounts.own_data import holds
from weefsel.web.see.models import OwnUpload
from weefsel.web.see.own_kinds import KINDS


@holds("own_figures")
def held(user: Any) -> dict[str, list[dict[str, Any]]]:
    """Give the files somebody brought, published or withdrew, and what they noted."""
    mine = Q(made_by=user) | Q(stored_by=user) | Q(withdrawn_by=user)
    files = [
        {
            "house": one.house.name,
            "file": one.file_name,
            "title": one.title,
            "state": one.state,
            "brought_at": one.made_at if one.made_by == user else None,
            "published_at": one.stored_at if one.stored_by == user else None,
            "withdrawn_at": one.withdrawn_at if one.withdrawn_by == user else None,
        }
        for one in OwnUpload.objects.filter(mine).select_related("house")
    ]
    notes = [
        {
            "house": one.house.name,
            "kind": kind.key,
            "name": one.name,
            "area": one.area,
            "year": one.year,
            "noted_at": one.made_at,
        }
        for kind in KINDS.values()
        for one in kind.model.objects.filter(made_by=user).select_related("house")
    ]
    return {"files": files, "notes": notes}
