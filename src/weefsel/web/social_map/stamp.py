"""A mark per municipality that every change of its map renews, so that pages may keep answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models.signals import post_delete, post_save

from weefsel.web.social_map.models import Location, Offer, Organisation, Service, Stamp

RECORDS = (Organisation, Location, Service, Offer)


def mark_of(municipality: str) -> str:
    """Give the mark of a municipality's map as it is now, empty where there is none yet."""
    held = Stamp.objects.filter(municipality=municipality).values_list("mark", flat=True).first()
    return held or ""


def renew(municipality: str) -> None:
    """Say that the map of a municipality is another one now."""
    Stamp.objects.update_or_create(municipality=municipality, defaults={"mark": uuid.uuid4().hex})


def _changed(sender: Any, instance: Any, **more: Any) -> None:
    renew(instance.municipality)


def register() -> None:
    """Renew the mark at every single save and removal; called once. In bulk ``put`` does it."""
    for model in RECORDS:
        post_save.connect(_changed, sender=model, dispatch_uid=f"stamp-save-{model.__name__}")
        post_delete.connect(_changed, sender=model, dispatch_uid=f"stamp-end-{model.__name__}")
