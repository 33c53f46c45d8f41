"""A house of Weverdam with a portfolio in it, for the tests of what it subsidises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from web import houses
from weefsel.web.choose.portfolio.models import Portfolio, PortfolioFile

EXAMPLE = Path(__file__).parents[2] / "examples" / "weverdam-portefeuille.csv"
LIST = "/kiezen/portefeuille/"
HEAD = "activiteit;organisatie;bedrag;jaar;buurt;deelnemers;doel\n"


def town(slug: str = "gemeente-weverdam", **given: Any) -> Any:
    """Make a house of Weverdam."""
    more = {"kind": "municipality", "area": "GM9990", "fictitious": True, **given}
    return houses.house(slug, **more)


def worker(house: Any, role: str = "policy_adviser", name: str = "") -> Any:
    """Make somebody of a house."""
    username = f"{role}-{house.slug}-{name}".lower().replace(" ", "-")
    return houses.member(house, role, username, name=name or username, password=None).user


def bring(client: Any, house: Any, content: bytes, name: str = "lijst.csv") -> Any:
    """Send a spreadsheet."""
    told = {
        "house": str(house.pk),
        "title": "Subsidies sociaal",
        "year": "2026",
        "source": "Subsidielijst",
        "file": SimpleUploadedFile(name, content),
    }
    return client.post(f"{LIST}nieuw/", told)


def stored(client: Any, house: Any, content: bytes | None = None) -> Portfolio:
    """Bring a spreadsheet and store its lines."""
    before = set(Portfolio.objects.values_list("pk", flat=True))
    answer = bring(client, house, EXAMPLE.read_bytes() if content is None else content)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    draft = PortfolioFile.objects.latest("made_at")
    answer = client.post(f"{LIST}bestand/{draft.pk}/opslaan/")
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return Portfolio.objects.exclude(pk__in=before).get()


def publish(client: Any, thing: Portfolio) -> Any:
    """Publish what stands there now."""
    page = client.get(f"{LIST}{thing.pk}/")
    return client.post(f"{LIST}{thing.pk}/publiceren/", {"seen": page.context["mark"]})
