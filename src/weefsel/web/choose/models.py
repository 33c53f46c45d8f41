"""What a house keeps about its choices: recipes, own values, decisions, texts.

Every change keeps the version before it (``history``) and goes by the number of the version
somebody had before them, so that two people never write over each other unseen.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from weefsel.base.language import Text, text
from weefsel.web.accounts.models import House

KINDS = {"choice": text("choice"), "scan": text("scan")}
BODIES: dict[str, Text] = {
    "college": text("the municipal executive (college)"),
    "raad": text("the municipal council (raad)"),
    "bestuur": text("the board of the organisation"),
    "directie": text("the management"),
    "other": text("another body"),
}
PLACES: dict[str, Text] = {
    "introduction": text("Introduction"),
    "contact": text("Contact"),
}


def _said(names: dict[str, Text]) -> list[tuple[str, str]]:
    return [(key, str(name)) for key, name in names.items()]


class Kept(models.Model):
    """What a house keeps, by version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Only a beginning for others."""

        abstract = True


def by_somebody(name: str) -> Any:
    """Give the field for who wrote or has the care of something; the person may go."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name=name
    )


class StoredRecipe(Kept):
    """A recipe that a house keeps: what is worked on, and apart from it what was published.

    Who may change a recipe may not publish it: a change of a published one stays inside
    until somebody publishes that version too.
    """

    published_path = Q(published_at__isnull=False)

    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="recipes")
    owner = by_somebody("recipes")
    kind = models.CharField(max_length=10, choices=_said(KINDS), default="choice")
    title = models.CharField(max_length=200)
    recipe = models.TextField()
    schema = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_version = models.PositiveIntegerField(null=True, blank=True)
    published_title = models.CharField(max_length=200, blank=True)
    published_recipe = models.TextField(blank=True)
    published_note = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        """The last changed first."""

        ordering = ("-changed_at", "id")

    def __str__(self) -> str:
        """Give its title."""
        return self.title

    @property
    def published(self) -> bool:
        """Tell whether everybody may see it."""
        return self.published_at is not None

    @property
    def up_to_date(self) -> bool:
        """Tell whether what is published is the version of now."""
        return self.published and self.published_version == self.version


class Override(Kept):
    """A house's own value in place of a parameter; withdrawn it stays, and counts no more."""

    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="overrides")
    author = by_somebody("overrides")
    parameter = models.CharField(max_length=80)
    value = models.FloatField()
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    range_kind = models.CharField(max_length=20, default="none")
    year = models.PositiveIntegerField()
    price_year = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField()
    source = models.CharField(max_length=500)
    url = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """One in a house for each parameter."""

        ordering = ("parameter",)
        constraints = (
            models.UniqueConstraint(
                fields=("house", "parameter"), name="one_own_value_for_a_parameter"
            ),
        )

    def __str__(self) -> str:
        """Give what it replaces."""
        return self.parameter


class Decision(Kept):
    """What was decided about a stored choice, by whom and why; the decision is the house's."""

    house_path = "choice__house"
    published_path = Q(public=True, choice__published_at__isnull=False)

    choice = models.ForeignKey(StoredRecipe, on_delete=models.PROTECT, related_name="decisions")
    author = by_somebody("decisions")
    about_version = models.PositiveIntegerField()
    option = models.CharField(max_length=40, blank=True)
    option_title = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField()
    body = models.CharField(max_length=20, choices=_said(BODIES))
    motivation = models.TextField(blank=True)
    public = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        """The newest first."""

        ordering = ("-decided_on", "-made_at")

    def __str__(self) -> str:
        """Give when it was taken."""
        return f"{self.decided_on}"

    @property
    def house(self) -> House:
        """Give the house of the choice."""
        return self.choice.house

    @property
    def published(self) -> bool:
        """Tell whether everybody may see it: with its choice, never without."""
        return self.public and self.choice.published


class HouseText(Kept):
    """A text of a house on the page of its municipality."""

    published_path = Q(public=True)

    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="texts")
    author = by_somebody("house_texts")
    place = models.CharField(max_length=20, choices=_said(PLACES))
    nl = models.TextField(blank=True)
    en = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    public = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        """One at each place."""

        ordering = ("house", "-place")
        constraints = (
            models.UniqueConstraint(fields=("house", "place"), name="one_text_at_a_place"),
        )

    def __str__(self) -> str:
        """Give where it stands."""
        return self.place

    @property
    def published(self) -> bool:
        """Tell whether everybody may read it."""
        return self.public
