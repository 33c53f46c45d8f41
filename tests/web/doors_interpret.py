"""The doors of interpretation: stories beside figures, sessions, findings of areas."""

from __future__ import annotations

import json
import uuid
from typing import Any

from web.rights_doors import At, Shelf

AREA, KEY = "BU99900305", "lonely_severe_18plus"
SCAN = f"/buurt/{AREA}/wijkscan/"


def _municipality(house: Any) -> Any:
    house.area, house.fictitious = "GM9990", True
    house.save()
    return house


def _story(house: Any) -> Any:
    from weefsel.web.interpret.models import Story

    return Story.objects.create(
        house=_municipality(house), role="social_worker", area=AREA, figure=KEY, year=2022,
        recognised="partly", why=f"Omdat {uuid.uuid4().hex}",
    )  # fmt: skip


def _publish_story(story: Any) -> Any:
    from weefsel.web.interpret import keeping

    keeping.publish_story(None, story, story.version)
    story.refresh_from_db()
    return story


def _finding(house: Any) -> Any:
    from weefsel.web.interpret.models import Finding

    Finding.objects.filter(area=AREA).delete()  # an area has one
    return Finding.objects.create(
        house=_municipality(house), area=AREA, title=f"Bevinding {uuid.uuid4().hex}",
        conclusion=f"Conclusie {uuid.uuid4().hex}",
    )  # fmt: skip


def _publish_finding(thing: Any) -> Any:
    from django.utils import timezone

    thing.published_at, thing.published_role = timezone.now(), "director"
    document = {"title": thing.title, "language": "nl", "conclusion": thing.conclusion}
    thing.published_document = json.dumps(
        document | {"strengths": [], "strains": [], "year": 2023}
    )
    thing.save()
    return thing


def _session(house: Any) -> Any:
    from weefsel.web.interpret.models import Session

    return Session.objects.create(
        house=_municipality(house), area=AREA, held_on="2026-05-01", residents=11,
        recognised="yes", told=f"Besproken {uuid.uuid4().hex}",
    )  # fmt: skip


SHELVES = [
    Shelf(
        "story",
        make=_story,
        opens=lambda one: [
            At("story.take_out", f"/duiden/verhaal/{one.pk}/weghalen/"),
            At("story.take_out", f"/duiden/verhaal/{one.pk}/weghalen/", "post", {}),
            At("story.publish", f"/duiden/verhaal/{one.pk}/publiceren/", "post", {"seen": "1"}),
            At("story.publish", f"/duiden/verhaal/{one.pk}/terughalen/", "post", {}),
        ],
        lists=lambda one: [At("story.see", SCAN)],
        secrets=lambda one: [one.why],
        publish=_publish_story,
    ),
    Shelf(
        "finding",
        make=_finding,
        opens=lambda one: [
            At("finding.publish", f"/duiden/{AREA}/bevinding/publiceren/"),
            At("finding.publish", f"/duiden/{AREA}/bevinding/terughalen/", "post", {}),
        ],
        lists=lambda one: [At("finding.see", SCAN)],
        secrets=lambda one: [one.title, one.conclusion],
        publish=_publish_finding,
    ),
    Shelf(
        "finding",
        make=_session,
        opens=lambda one: [
            At("finding.edit", f"/duiden/sessie/{one.pk}/weghalen/", "post", {}),
        ],
        lists=lambda one: [At("finding.see", SCAN)],
        secrets=lambda one: [one.told],
    ),
]
