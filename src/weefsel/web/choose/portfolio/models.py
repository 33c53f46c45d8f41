"""What a house subsidises: a portfolio with its lines, and a spreadsheet on its way to one.

A line has a version of its own, so that two people can work on two lines at a time. What
everybody sees is a frozen document of the whole, made when somebody published it.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from weefsel.web.accounts.models import House
from weefsel.web.choose.models import Kept, by_somebody

TITLE, NAME, GOAL, REASON = 200, 200, 1000, 2000  # signs of a text
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_DIGITS, CENTS = 14, 2


def _year(**more: object) -> models.PositiveSmallIntegerField:
    checks = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    return models.PositiveSmallIntegerField(validators=checks, **more)


def _euro(**more: object) -> models.DecimalField:
    checks = [MinValueValidator(0)]
    return models.DecimalField(
        max_digits=MOST_DIGITS, decimal_places=CENTS, validators=checks, **more
    )


class Portfolio(Kept):
    """What a house subsidises: what is worked on, and apart from it what was published.

    A change of a published one stays inside until somebody publishes that too.
    """

    published_path = Q(published_at__isnull=False)

    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="portfolios")
    owner = by_somebody("portfolios")
    title = models.CharField(max_length=TITLE)
    area = models.CharField(max_length=10)
    year = _year()
    source = models.CharField(max_length=NAME, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_title = models.CharField(max_length=TITLE, blank=True)
    published_document = models.TextField(blank=True)
    published_mark = models.CharField(max_length=64, blank=True)  # of what it was frozen from

    history = HistoricalRecords()

    class Meta:
        """The newest year first."""

        ordering = ("-year", "-changed_at", "id")

    def __str__(self) -> str:
        """Give its title."""
        return self.title

    @property
    def published(self) -> bool:
        """Tell whether everybody may see it."""
        return self.published_at is not None


class PortfolioLine(Kept):
    """One thing that is subsidised, with what was decided about it."""

    house_path = "portfolio__house"
    published = False  # what is published of it stands in the frozen document

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="lines")
    author = by_somebody("portfolio_lines")
    place = models.PositiveIntegerField(default=0)
    activity = models.CharField(max_length=NAME)
    organisation = models.CharField(max_length=NAME, blank=True)
    amount = _euro()
    year = _year()
    areas = models.JSONField(default=list, blank=True)  # codes; none: nobody said where
    participants = models.PositiveIntegerField(null=True, blank=True)
    intervention = models.CharField(max_length=80, blank=True)  # an id of the library
    named = models.CharField(max_length=NAME, blank=True)  # one that is not in it
    goal = models.TextField(blank=True)
    kind = models.CharField(max_length=4, blank=True)
    groups = models.JSONField(default=list, blank=True)
    for_whom = models.CharField(max_length=NAME, blank=True)  # who is none of the nine groups
    aim = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=20, blank=True)
    verdict = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    freed = _euro(null=True, blank=True)  # a year; said by people, goes with a stop only
    freed_from = _year(null=True, blank=True)
    contract_until = models.DateField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """In the order of the spreadsheet; what was added by hand after it."""

        ordering = ("place", "made_at", "id")

    def __str__(self) -> str:
        """Give the activity."""
        return self.activity

    @property
    def house(self) -> House:
        """Give the house of the portfolio."""
        return self.portfolio.house


class Destination(Kept):
    """Where money goes that a stop sets free: to a line, something new, or the reserve."""

    house_path = "portfolio__house"
    published = False

    portfolio = models.ForeignKey(Portfolio, on_delete=models.CASCADE, related_name="destinations")
    author = by_somebody("destinations")
    amount = _euro()
    from_year = _year()
    to = models.CharField(max_length=10)
    line = models.ForeignKey(
        PortfolioLine, on_delete=models.CASCADE, null=True, blank=True, related_name="receives"
    )
    name = models.CharField(max_length=NAME, blank=True)
    kind = models.CharField(max_length=4, blank=True)
    aim = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=20, blank=True)

    history = HistoricalRecords()

    class Meta:
        """The first year first."""

        ordering = ("from_year", "made_at", "id")

    def __str__(self) -> str:
        """Give where it goes."""
        return self.name or self.to

    @property
    def house(self) -> House:
        """Give the house of the portfolio."""
        return self.portfolio.house


class PortfolioFile(models.Model):
    """A spreadsheet on its way to a portfolio: gone as soon as its lines are stored."""

    published = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="portfolio_files")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(default=b"")
    title = models.CharField(max_length=TITLE)
    year = _year()
    source = models.CharField(max_length=NAME, blank=True)
    columns = models.JSONField(default=dict)  # heading -> what it is

    class Meta:
        """The newest first."""

        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        """Give the name of the file."""
        return self.file_name
