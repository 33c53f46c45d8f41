"""What people enter in See: files of own figures on their way, and what the house notes itself.

A file of own figures stays here, visible to its own house only, until it is published: then
its figures go to the statistics, which are open to everyone, and the file itself is let go.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from weefsel.web.accounts.models import House
from weefsel.web.choose.models import Kept, by_somebody

FIRST_YEAR, LAST_YEAR = 2000, 2100  # the checks of the figures are stricter
MOST_PLACES = 100_000


class OwnUpload(models.Model):
    """A file of own figures: a draft of its house, published, or withdrawn."""

    DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
    STATES = ((DRAFT, _("draft")), (PUBLISHED, _("published")), (WITHDRAWN, _("withdrawn")))

    house_path = "house"
    published_path = Q(state=PUBLISHED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="own_uploads")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(default=b"")  # empty once published
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT)
    table = models.CharField(max_length=60, blank=True, db_index=True)
    title = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=60, blank=True)
    figures = models.PositiveIntegerField(default=0)
    released = models.JSONField(default=dict)  # a table of people that passed the door
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    stored_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        """Give the title, or the name of the file."""
        return self.title or self.file_name

    @property
    def published(self) -> bool:
        """Tell whether its figures are open to everyone."""
        return self.state == self.PUBLISHED


class OwnRecord(models.Model):
    """Something a house notes itself; never shown outside it but as figures by rule."""

    house_path = "house"
    published = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(_("Where"), max_length=10)
    name = models.CharField(_("Name"), max_length=120)
    year = models.PositiveSmallIntegerField(
        _("Year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    remark = models.CharField(_("Remark"), max_length=1000, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """By year, area and name."""

        abstract = True
        ordering = ("-year", "area", "name", "id")

    def __str__(self) -> str:
        """Give its name."""
        return self.name


class AccessibilityAudit(OwnRecord):
    """How accessible one provision was found: each point met, not met or not judged."""

    YES, NO, UNKNOWN = "yes", "no", ""

    points = models.JSONField(default=dict)  # id of the point -> YES or NO

    @property
    def met(self) -> int:
        """Give how many points are met."""
        return sum(answer == self.YES for answer in self.points.values())

    @property
    def judged(self) -> int:
        """Give how many points somebody looked at."""
        return sum(answer in (self.YES, self.NO) for answer in self.points.values())


class ParticipationForm(OwnRecord):
    """A form in which residents take part or decide, with how many did."""

    KINDS = (
        ("advisory_board", _("advisory board or neighbourhood council")),
        ("residents_group", _("residents' group that the municipality listens to")),
        ("right_to_challenge", _("right to challenge")),
        ("citizens_assembly", _("citizens' assembly")),
        ("participatory_budget", _("participatory budget")),
        ("survey_panel", _("residents' panel")),
        ("cooperation", _("neighbourhood cooperative")),
        ("other", _("another form")),
    )

    kind = models.CharField(_("Which form"), max_length=24, choices=KINDS)
    participants = models.PositiveIntegerField(
        _("Number of participants"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PLACES)],
    )


class ResidentsInitiative(OwnRecord):
    """An initiative of residents that got a budget."""

    budget_eur = models.DecimalField(
        _("Budget in euros"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(1)],
    )


class LearningPlace(OwnRecord):
    """A place where one learns in the neighbourhood, with how many can at a time."""

    KINDS = (
        ("language", _("language (taalhuis)")),
        ("digital", _("digital skills")),
        ("work_experience", _("internship or work experience")),
        ("other", _("another kind of learning")),
    )

    kind = models.CharField(_("What one learns"), max_length=24, choices=KINDS)
    places = models.PositiveIntegerField(
        _("Number of places"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )


class LocalSetting(Kept):
    """What a municipality set otherwise than Weefsel; taken back it stays, and counts no more.

    Open to everyone with its reason and the role of who did it; names stay in the house.
    """

    published = True

    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="+")
    author = by_somebody("+")
    author_role = models.CharField(max_length=20, blank=True)
    reason = models.TextField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Only a beginning for others."""

        abstract = True


class IndicatorSetting(LocalSetting):
    """Another weight of one indicator in its condition; none leaves it out."""

    condition = models.CharField(max_length=40)
    indicator = models.CharField(max_length=80)
    weight = models.FloatField()

    history = HistoricalRecords()

    class Meta:
        """One in a house for each indicator."""

        ordering = ("condition", "indicator")
        constraints = (
            models.UniqueConstraint(
                fields=("house", "indicator"), name="one_setting_for_an_indicator"
            ),
        )

    def __str__(self) -> str:
        """Give what it is about."""
        return self.indicator


class PeerSetting(LocalSetting):
    """The areas that one area is compared with, chosen by hand."""

    area = models.CharField(max_length=10)
    codes = models.JSONField(default=list)

    history = HistoricalRecords()

    class Meta:
        """One in a house for each area."""

        ordering = ("area",)
        constraints = (
            models.UniqueConstraint(fields=("house", "area"), name="one_set_of_peers_for_an_area"),
        )

    def __str__(self) -> str:
        """Give what it is about."""
        return self.area


class FeatureSetting(LocalSetting):
    """Another weight or figure of one feature of vulnerability, or a feature of its own.

    ``feature`` is the id of a declared one, or that of the indicator of an own one;
    ``indicator`` is empty where the declared figures stand. ``sign`` is which way it counts.
    """

    feature = models.CharField(max_length=80)
    indicator = models.CharField(max_length=80, blank=True)
    sign = models.SmallIntegerField(default=1)
    weight = models.FloatField()

    history = HistoricalRecords()

    class Meta:
        """One in a house for each feature."""

        ordering = ("feature",)
        constraints = (
            models.UniqueConstraint(fields=("house", "feature"), name="one_setting_for_a_feature"),
        )

    def __str__(self) -> str:
        """Give what it is about."""
        return self.feature
