"""People, houses, who belongs to which, invitations and open sessions."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from weefsel.web.accounts.roles import INSTALL, KIND_NAMES, MEMBERS, ROLE_NAMES, Kind, Role
from weefsel.web.accounts.usernames import check, folded, skeleton, tidy

__all__ = ["INSTALL", "House", "Invitation", "Kind", "Membership", "OpenSession", "Role", "User"]

TOKEN_BYTES = 32  # 256 bits: guessing is hopeless
INVITED_FOR = timedelta(days=7)
# Written out, so that a new role is a migration and not a surprise.
MEMBER_CHOICES = [(role.value, str(ROLE_NAMES[role])) for role in MEMBERS]
KIND_CHOICES = [(kind.value, str(KIND_NAMES[kind])) for kind in Kind]


class People(UserManager["User"]):
    """Find and make users; capitals make no difference in the name to log in with."""

    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> User:
        """Give whoever logs in with this name; a look-alike is somebody else."""
        found = self.get(username_key=skeleton(username or ""))
        if folded(found.username) != folded(username or ""):
            raise self.model.DoesNotExist
        return found


class User(AbstractUser):
    """Somebody who logs in: a name to log in with, a name to be called by, nothing more.

    No birth date, address or telephone; e-mail only for who wants it. ``uid`` stands for
    the person in addresses and in the audit log, where a name would stay for ever.
    """

    first_name = None
    last_name = None
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True, validators=[check])
    username_key = models.CharField(max_length=300, unique=True, editable=False)
    name = models.CharField(max_length=100, blank=True)
    language = models.CharField(
        max_length=2, blank=True, choices=[("nl", "Nederlands"), ("en", "English")]
    )
    reachable = models.BooleanField(default=False)  # colleagues may see the e-mail address
    left_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = People()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the name in one form, with its skeleton."""
        self.username = tidy(self.username)
        self.username_key = skeleton(self.username)
        fields: Iterable[str] | None = kwargs.get("update_fields")
        if fields is not None and "username" in fields:
            kwargs["update_fields"] = {*fields, "username_key"}
        super().save(*args, **kwargs)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read again, the memberships too."""
        self.__dict__.pop("memberships_now", None)
        super().refresh_from_db(*args, **kwargs)

    def get_full_name(self) -> str:
        """Give the name to be called by; of who left nothing but that."""
        return _("former member of staff") if self.left_at else self.name or self.username

    def get_short_name(self) -> str:
        """Give the name to be called by."""
        return self.get_full_name()

    def __str__(self) -> str:
        """Give the name to be called by."""
        return self.get_full_name()


class House(models.Model):
    """A municipality or an organisation; what one keeps another does not see."""

    house_path = "pk"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    area = models.CharField(
        max_length=6, blank=True, validators=[RegexValidator(r"^GM[0-9]{4}\Z")]
    )
    fictitious = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """By name."""

        ordering = ("name", "slug")

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    @property
    def house(self) -> House:
        """Give itself: a house belongs to itself."""
        return self


class Membership(models.Model):
    """Somebody's one role in a house, from a moment until it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=MEMBER_CHOICES)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One role at a time in a house."""

        ordering = ("since", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "house"),
                condition=Q(until__isnull=True),
                name="one_role_in_a_house",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in MEMBERS]), name="a_known_role"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it; whoever asks this user's rights next reads them again."""
        super().save(*args, **kwargs)
        if "user" in self._state.fields_cache:
            self.user.__dict__.pop("memberships_now", None)

    def __str__(self) -> str:
        """Give role and house, without the person's name."""
        return f"{self.role} @ {self.house_id}"


def token_hash(token: str) -> str:
    """Give what is kept of an invitation's token: who reads the database cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def a_week_on() -> Any:
    """Give the moment until which an invitation holds."""
    return timezone.now() + INVITED_FOR


class Invitation(models.Model):
    """A link that makes one person a member, once, for a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    house = models.ForeignKey(House, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=MEMBER_CHOICES)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="invited"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=a_week_on)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="came_by"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        """Give role and house."""
        return f"{self.role} @ {self.house_id}"

    @classmethod
    def make(cls, house: House, role: str, made_by: User | None) -> tuple[Invitation, str]:
        """Make one; its token is given once and kept nowhere."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        made = cls.objects.create(
            house=house, role=role, made_by=made_by, token_hash=token_hash(token)
        )
        return made, token

    @property
    def open(self) -> bool:
        """Tell whether it can still be used."""
        return (
            self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
        )


class OpenSession(AbstractBaseSession):
    """A session in the database that knows whose it is, so that it can be ended at once."""

    user = models.ForeignKey(
        User, null=True, on_delete=models.CASCADE, related_name="open_sessions"
    )
    begun = models.DateTimeField(default=timezone.now, editable=False)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Give the store that writes these."""
        from weefsel.web.accounts.sessions import SessionStore

        return SessionStore
