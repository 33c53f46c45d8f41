"""The doors of what a house keeps: choices, own values, decisions, texts, their past, the log."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from web.kept_things import recipe
from web.rights_doors import At, Shelf


def _choice(house: Any) -> Any:
    from weefsel.web.choose.models import StoredRecipe

    title = f"Keuze {uuid.uuid4().hex}"
    return StoredRecipe.objects.create(
        house=house,
        title=title,
        recipe=recipe(title).toml(),
        schema="weefsel.choice/1",
        note=f"Notitie {uuid.uuid4().hex}",
    )


def _publish(one: Any) -> Any:
    from weefsel.web.choose import keeping
    from weefsel.web.choose.models import StoredRecipe

    keeping.publish(None, one, one.version)
    return StoredRecipe.objects.get(pk=one.pk)


def _override(house: Any) -> Any:
    from weefsel.web.choose.models import Override

    Override.objects.filter(house=house).delete()  # a house has one for a parameter
    return Override.objects.create(
        house=house,
        parameter="uc_begl_hr",
        value=71.25,
        year=2024,
        reason=f"Reden {uuid.uuid4().hex}",
        source=f"Contract {uuid.uuid4().hex}",
    )


def _decision(house: Any) -> Any:
    from weefsel.web.choose.models import Decision

    return Decision.objects.create(
        choice=_choice(house),
        about_version=1,
        option="close",
        option_title=f"Besloten {uuid.uuid4().hex}",
        decided_on=date(2026, 5, 1),
        body="raad",
        motivation=f"Reden {uuid.uuid4().hex}",
    )


def _publish_decision(one: Any) -> Any:
    from weefsel.web.choose.models import Decision

    _publish(one.choice)
    one.public = True
    one.save()
    return Decision.objects.select_related("choice").get(pk=one.pk)


def _text(house: Any) -> Any:
    from weefsel.web.choose.models import HouseText

    HouseText.objects.filter(house=house).delete()  # a house has one at a place
    words = f"Welkom {uuid.uuid4().hex}"
    return HouseText.objects.create(house=house, place="introduction", nl=words)


def _publish_text(one: Any) -> Any:
    one.public = True
    one.save()
    return one


def _past(house: Any) -> Any:
    one = _choice(house)
    one.note, one.version = f"Later {uuid.uuid4().hex}", 2
    one.save()
    return one


def _entry(house: Any) -> Any:
    from weefsel.web.accounts.models import User
    from weefsel.web.audit.log import record

    name = f"Doener {uuid.uuid4().hex}"
    user = User.objects.create_user(f"doener-{uuid.uuid4().hex}", name=name)
    made = record(user, "house.edit", house)
    made.doer = name
    return made


def _at(one: Any, last: str = "") -> str:
    return f"/kiezen/bewaard/{one.pk}/{last}"


SHELVES = [
    Shelf(
        "choice",
        make=_choice,
        opens=lambda one: [
            At("choice.see", _at(one)),
            At("choice.see", f"/en/choose/kept/{one.pk}/"),
            At("choice.see", f"/api/v1/choices/{one.pk}"),
            At("choice.edit", _at(one, "notitie/")),
            At("choice.edit", _at(one, "notitie/"), "post", {"note": "Anders", "seen": "1"}),
            At("choice.edit", _at(one, "vernieuwen/"), "post"),
            At("choice.publish", _at(one, "publiceren/"), "post", {"seen": "1"}),
            At("choice.publish", _at(one, "terughalen/"), "post"),
            At("choice.hand_over", _at(one, "overdragen/")),
            At("choice.hand_over", _at(one, "overdragen/"), "post", {"heir": ""}),
            At("choice.delete", _at(one, "weggooien/")),
            At("choice.delete", _at(one, "weggooien/"), "post"),
            At("decision.make", _at(one, "besluiten/")),
        ],
        lists=lambda one: [
            At("recipe_compute.run", "/kiezen/"),
            At("recipe_compute.run", "/api/v1/choices"),
        ],
        secrets=lambda one: [one.title, one.note],
        publish=_publish,
    ),
    Shelf(
        "override",
        make=_override,
        opens=lambda one: [
            At("override.edit", f"/huis/{one.house.slug}/eigen-waarden/{one.parameter}/"),
            At(
                "override.edit",
                f"/huis/{one.house.slug}/eigen-waarden/{one.parameter}/",
                "post",
                {"value": "70"},
            ),
            At(
                "override.edit",
                f"/huis/{one.house.slug}/eigen-waarden/{one.parameter}/intrekken/",
                "post",
            ),
        ],
        lists=lambda one: [At("override.see", "/kiezen/eigen-waarden/")],
        secrets=lambda one: [one.reason, one.source],
    ),
    Shelf(
        "decision",
        make=_decision,
        opens=lambda one: [
            At("decision.see", f"/kiezen/besluit/{one.pk}/"),
            At("decision.see", f"/en/choose/decision/{one.pk}/"),
            At("decision.make", f"/kiezen/besluit/{one.pk}/wijzigen/"),
            At("decision.make", f"/kiezen/besluit/{one.pk}/wijzigen/", "post", {"body": "raad"}),
        ],
        lists=lambda one: [
            At("choice.see", _at(one.choice)),
            At("choice.see", f"/api/v1/choices/{one.choice.pk}"),
        ],
        secrets=lambda one: [one.option_title, one.motivation],
        publish=_publish_decision,
    ),
    Shelf(
        "text",
        make=_text,
        opens=lambda one: [
            At("text.see", f"/huis/{one.house.slug}/teksten/"),
            At("text.edit", f"/huis/{one.house.slug}/teksten/introduction/"),
            At(
                "text.edit",
                f"/huis/{one.house.slug}/teksten/introduction/",
                "post",
                {"nl": "Anders", "seen": "1"},
            ),
        ],
        lists=lambda one: [At("statistics.see", "/gemeente/GM9990/")],
        secrets=lambda one: [one.nl],
        publish=_publish_text,
    ),
    Shelf(
        "history",
        make=_past,
        opens=lambda one: [
            At("history.see", f"/geschiedenis/choice/{one.pk}/"),
            At("history.see", f"/en/history/choice/{one.pk}/"),
        ],
        secrets=lambda one: [one.title, one.note],
        publish=lambda one: _publish(one) and None,
    ),
    Shelf(
        "audit",
        make=_entry,
        opens=lambda one: [],  # one address for the logs of all houses: it shows one's own
        lists=lambda one: [At("audit.see", "/logboek/"), At("audit.see", "/logboek/logboek.csv")],
        secrets=lambda one: [one.doer],
    ),
]
