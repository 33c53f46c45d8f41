"""The four records of the social map as houses keep them, with what belongs to them.

Fields are those of ``provisions.social_map``; ``key`` is the id of the document. A record
belongs to the house that brought or wrote it and to one municipality; ids are unique there.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate
from django.utils import timezone
from simple_history.models import HistoricalRecords

from weefsel.provisions import social_map as documents
from weefsel.web.accounts.models import House
from weefsel.web.choose.models import Kept, by_somebody

KEY, SLUG, CODE = 80, 40, 10
SHORT, NAME, LONG, URL = 60, 200, 500, 500
WORDS = 500  # signs of a remark and of its answer
FIRST_MONTH, LAST_MONTH = 1, 60  # a term of freshness


def _said(names: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, str(name)) for key, name in names.items()]


class Recorded(Kept):
    """What the four records share."""

    key = models.CharField(max_length=KEY)
    municipality = models.CharField(max_length=6, db_index=True)
    outside = models.JSONField(default=list, blank=True)  # [{"source": ..., "id": ...}]
    other = models.JSONField(default=dict, blank=True)

    class Meta:
        """Only a beginning for the four."""

        abstract = True


def _house(name: str) -> Any:
    return models.ForeignKey(House, on_delete=models.CASCADE, related_name=name)


def _one_key(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=("municipality", "key"), name=f"one_key_{name}")


class Organisation(Recorded):
    """Who offers services."""

    house = _house("organisations")
    name = models.CharField(max_length=NAME)
    kind = models.CharField(
        max_length=30, choices=_said(documents.ORGANISATION_KINDS), default="other"
    )
    description = models.TextField(blank=True, max_length=5000)
    website = models.CharField(max_length=URL, blank=True)
    email = models.CharField(max_length=NAME, blank=True)
    phone = models.CharField(max_length=SHORT, blank=True)

    history = HistoricalRecords()

    class Meta:
        """By name."""

        ordering = ("name", "key")
        constraints = (_one_key("organisation"),)

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    @property
    def published(self) -> bool:
        """Tell whether everybody may know of it: with something that it offers."""
        return Offer.objects.filter(Offer.published_path, service__organisation=self).exists()


class Location(Recorded):
    """A place where people can come; degrees of WGS84."""

    house = _house("locations")
    name = models.CharField(max_length=NAME, blank=True)
    street = models.CharField(max_length=NAME, blank=True)
    number = models.CharField(max_length=20, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=100, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    neighbourhood = models.CharField(max_length=CODE, blank=True, db_index=True)
    wheelchair = models.BooleanField(null=True, blank=True)
    accessibility = models.CharField(max_length=LONG, blank=True)

    history = HistoricalRecords()

    class Meta:
        """By street and number."""

        ordering = ("street", "number", "name", "key")
        constraints = (_one_key("location"),)

    def __str__(self) -> str:
        """Give its address in one line."""
        address = " ".join(part for part in (self.street, self.number) if part)
        return ", ".join(part for part in (self.name, address, self.town) if part) or self.key


class Service(Recorded):
    """What an organisation does for people, wherever it does it."""

    house = _house("services")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.RESTRICT, related_name="services"
    )
    name = models.CharField(max_length=NAME)
    description = models.TextField(blank=True, max_length=5000)
    kind = models.CharField(max_length=40, blank=True)
    activities = models.JSONField(default=list, blank=True)
    groups = models.JSONField(default=list, blank=True)
    specialisms = models.JSONField(default=list, blank=True)
    pillar = models.PositiveSmallIntegerField(null=True, blank=True)
    free = models.BooleanField(null=True, blank=True)
    cost = models.CharField(max_length=LONG, blank=True)
    languages = models.JSONField(default=list, blank=True)
    way_in = models.CharField(max_length=20, blank=True, choices=_said(documents.WAYS_IN))
    statutory = models.CharField(max_length=10, blank=True, choices=_said(documents.STATUTORY))
    legal_ground = models.CharField(max_length=NAME, blank=True)
    financiers = models.JSONField(default=list, blank=True)
    iv3 = models.CharField(max_length=10, blank=True)

    history = HistoricalRecords()

    class Meta:
        """By name."""

        ordering = ("name", "key")
        constraints = (_one_key("service"),)

    def __str__(self) -> str:
        """Give its name."""
        return self.name


class Offer(Recorded):
    """A service at a location: what people call a provision."""

    published_path = Q(published_at__isnull=False) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=TruncDate(Now()))
    )

    house = _house("offers")
    service = models.ForeignKey(Service, on_delete=models.RESTRICT, related_name="offers")
    location = models.ForeignKey(
        Location, on_delete=models.RESTRICT, related_name="offers", null=True, blank=True
    )
    slug = models.CharField(max_length=SLUG)
    opening = models.JSONField(default=list, blank=True)
    closed = models.JSONField(default=list, blank=True)
    opening_words = models.CharField(max_length=LONG, blank=True)
    capacity = models.FloatField(null=True, blank=True)
    capacity_unit = models.CharField(max_length=40, blank=True)
    free_places = models.PositiveIntegerField(null=True, blank=True)
    regular_visitors = models.PositiveIntegerField(null=True, blank=True)
    cost_eur_per_year = models.FloatField(null=True, blank=True)
    price_year = models.PositiveIntegerField(null=True, blank=True)
    website = models.CharField(max_length=URL, blank=True)
    email = models.CharField(max_length=NAME, blank=True)
    phone = models.CharField(max_length=SHORT, blank=True)
    assured_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=LONG, blank=True)
    source_url = models.CharField(max_length=URL, blank=True)
    fictitious = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """By the name of the service."""

        ordering = ("service__name", "slug")
        constraints = (
            _one_key("offer"),
            models.UniqueConstraint(fields=("municipality", "slug"), name="one_slug_offer"),
        )

    def __str__(self) -> str:
        """Give the name people know it by."""
        return self.service.name

    @property
    def ended(self) -> bool:
        """Tell whether it is over."""
        return self.ends_on is not None and self.ends_on < date.today()

    @property
    def published(self) -> bool:
        """Tell whether everybody may see it."""
        return self.published_at is not None and not self.ended

    @property
    def object_id(self) -> str:
        """Give how an act of a choice names it."""
        return f"provision:{self.slug}"


class Remark(Kept):
    """What a visitor says is not right about a provision; never who said it."""

    house_path = "offer__house"

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=10, choices=_said(documents.REMARK_KINDS))
    words = models.CharField(max_length=WORDS, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = by_somebody("remarks_handled")
    answer = models.CharField(max_length=WORDS, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        """Give what it is about, without its words."""
        return f"{self.kind} {self.offer_id}"

    @property
    def house(self) -> House:
        """Give the house of the provision: it answers."""
        return self.offer.house


class ColumnMapping(Kept):
    """Which column of a house's spreadsheet is which field, remembered by name."""

    house = _house("column_mappings")
    name = models.CharField(max_length=NAME)
    columns = models.JSONField(default=dict, blank=True)

    class Meta:
        """The last used first."""

        ordering = ("-changed_at", "name")
        constraints = (models.UniqueConstraint(fields=("house", "name"), name="one_mapping"),)

    def __str__(self) -> str:
        """Give its name."""
        return self.name


class Draft(models.Model):
    """A file with provisions on its way into the register; it is let go once it is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    house = _house("provision_drafts")
    made_by = by_somebody("provision_drafts")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    municipality = models.CharField(max_length=6)
    form = models.CharField(max_length=20)  # hsds, table, osm, duo
    mapping = models.JSONField(default=dict, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        """Give the name of the file."""
        return self.file_name


class Pairing(Kept):
    """What was decided about two provisions that may be one; ids of offers, for one may go."""

    house = _house("pairings")
    municipality = models.CharField(max_length=6, db_index=True)
    first = models.CharField(max_length=KEY)
    second = models.CharField(max_length=KEY)
    decision = models.CharField(max_length=10, choices=_said(documents.PAIRINGS))
    reason = models.CharField(max_length=LONG, blank=True)
    kept = models.JSONField(default=dict, blank=True)  # what is needed to undo it
    decided_by = by_somebody("pairings")
    decided_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """The newest first."""

        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        """Give the two ids."""
        return f"{self.first} {self.second}"


class Search(Kept):
    """A search for the best place or the least harm that runs while nobody waits."""

    STATES = ("waiting", "running", "stopping", "done", "failed")

    house = _house("searches")
    by = by_somebody("searches")
    municipality = models.CharField(max_length=6, db_index=True)
    recipe = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, default="waiting", choices=[(one, one) for one in STATES]
    )
    progress = models.FloatField(null=True, blank=True)  # share of the work, 0 to 1
    best = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    fault = models.TextField(blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)  # a sign of life of who searches

    class Meta:
        """The newest first."""

        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        """Give where it looks, and how far it is."""
        return f"{self.municipality} {self.state}"


class Term(Kept):
    """After how many months a municipality no longer trusts what nobody confirmed."""

    house = _house("terms")
    author = by_somebody("terms")
    municipality = models.CharField(max_length=6, unique=True)
    months = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(FIRST_MONTH), MaxValueValidator(LAST_MONTH)]
    )
    reason = models.CharField(max_length=LONG)

    history = HistoricalRecords()

    class Meta:
        """By municipality."""

        ordering = ("municipality",)

    def __str__(self) -> str:
        """Give the municipality and its months."""
        return f"{self.municipality} {self.months}"


class Stamp(models.Model):
    """A mark that is another one after every change of a municipality's map."""

    municipality = models.CharField(max_length=6, primary_key=True)
    mark = models.CharField(max_length=32)
    taken = models.CharField(max_length=32, blank=True)  # mark of the file that was taken over

    def __str__(self) -> str:
        """Give the municipality."""
        return self.municipality
