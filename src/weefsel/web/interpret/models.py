"""What people say about the figures of an area: stories, sessions, and the area's finding.

All of it belongs to the house that wrote it and is about one municipality: whoever works in a
house of that municipality may see it, others what was published. No names of people.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from weefsel.base.language import Text
from weefsel.scan.interpretation import RECOGNISED
from weefsel.web.accounts.models import MEMBER_CHOICES, House
from weefsel.web.accounts.roles import ROLE_NAMES
from weefsel.web.choose.models import Kept, by_somebody

CODE, KEY = 10, 80  # signs of the code of an area, of the id of a figure
WHY, TITLE, CONCLUSION, REASON = 600, 160, 3000, 600  # signs of a text
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_PEOPLE = 5000  # in one session: more is a mistake of typing
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
ANSWERS = [(key.value, str(said)) for key, said in RECOGNISED.items()]


class Story(Kept):
    """A short interpretation of one figure: recognised or not, and why."""

    published_path = Q(published_at__isnull=False)
    person_path = "author"

    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="stories")
    author = by_somebody("stories")
    role = models.CharField(max_length=20, choices=MEMBER_CHOICES)
    area = models.CharField(max_length=CODE, db_index=True)
    figure = models.CharField(max_length=KEY)
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    recognised = models.CharField(max_length=10, choices=ANSWERS)
    why = models.CharField(max_length=WHY)
    language = models.CharField(max_length=2, default="nl", choices=LANGUAGES)
    published_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        """The newest first."""

        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        """Give what it is about, without its words."""
        return f"{self.area} {self.figure}"

    @property
    def published(self) -> bool:
        """Tell whether everybody may read it."""
        return self.published_at is not None

    @property
    def person(self) -> object:
        """Give who wrote it."""
        return self.author

    @property
    def recognised_words(self) -> Text:
        """Say whether the figure is recognised."""
        return RECOGNISED[self.recognised]

    @property
    def role_words(self) -> Text:
        """Give the role in which it was said."""
        return ROLE_NAMES[self.role]


class Session(Kept):
    """A meeting in which people interpreted the figures of an area: counts, no names."""

    published = False  # only that it was held, and whether residents were there

    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="sessions")
    author = by_somebody("sessions")
    area = models.CharField(max_length=CODE, db_index=True)
    held_on = models.DateField()
    residents = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(MOST_PEOPLE)])
    professionals = models.PositiveIntegerField(
        default=0, validators=[MaxValueValidator(MOST_PEOPLE)]
    )
    advisers = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(MOST_PEOPLE)])
    recognised = models.CharField(max_length=10, choices=ANSWERS)
    told = models.CharField(max_length=WHY, blank=True)

    history = HistoricalRecords()

    class Meta:
        """The newest first."""

        ordering = ("-held_on", "-made_at", "id")

    def __str__(self) -> str:
        """Give where and when."""
        return f"{self.area} {self.held_on}"

    @property
    def recognised_words(self) -> Text:
        """Say whether the figures were recognised."""
        return RECOGNISED[self.recognised]


class Finding(Kept):
    """What the scan of an area comes to in the words of people: a concept, or published.

    Everybody sees the frozen copy of what was published, never what is being worked on.
    """

    published_path = Q(published_at__isnull=False)

    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="findings")
    author = by_somebody("findings")
    area = models.CharField(max_length=CODE, unique=True)
    language = models.CharField(max_length=2, default="nl", choices=LANGUAGES)
    title = models.CharField(max_length=TITLE)
    strengths = models.JSONField(default=list, blank=True)  # ids of indicators
    strains = models.JSONField(default=list, blank=True)
    conclusion = models.TextField(blank=True, max_length=CONCLUSION)
    published_at = models.DateTimeField(null=True, blank=True)
    published_role = models.CharField(max_length=20, blank=True)
    published_house = models.CharField(max_length=120, blank=True)
    published_reason = models.CharField(max_length=REASON, blank=True)
    published_document = models.TextField(blank=True)
    published_mark = models.CharField(max_length=64, blank=True)  # of the figures of then

    history = HistoricalRecords()

    class Meta:
        """By area."""

        ordering = ("area",)

    def __str__(self) -> str:
        """Give its title."""
        return self.title

    @property
    def published(self) -> bool:
        """Tell whether everybody may see it."""
        return self.published_at is not None
