"""The audit log: a row for whatever was done or, of protected things, seen."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.db import models

from weefsel.base.errors import WeefselError
from weefsel.base.language import text


class AppendOnlyError(WeefselError):
    """Somebody tried to change what is written down for good."""


def _refuse() -> NoReturn:
    raise AppendOnlyError(text("the audit log is only ever added to."))


class Entries(models.QuerySet["Entry"]):
    """Entries that can be read, never changed; the database refuses it as well."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refuse."""
        _refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()


class Entry(models.Model):
    """Who did what, to which thing, when; bound to the entry before it by its hash.

    ``by`` is the pseudonym of a person (``User.uid``), never a name; ``what`` holds plain
    words and numbers that are not about residents, as canonical JSON text: the very letters
    that its hash covers, the same on every database. There are no foreign keys: what is
    written down stays as it was when the thing or the person is gone.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    right = models.CharField(max_length=60)
    seen = models.BooleanField(default=False)
    kind = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=80, blank=True)
    house = models.UUIDField(null=True, db_index=True)
    by = models.UUIDField(null=True, db_index=True)
    via = models.CharField(max_length=20)
    what = models.TextField(default="{}")
    former = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = Entries.as_manager()

    class Meta:
        """The newest last."""

        ordering = ("number",)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add; never change."""
        if not self._state.adding:
            _refuse()
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    @property
    def details(self) -> dict[str, Any]:
        """Give what was written down beside who, what and when."""
        found = json.loads(self.what)
        return found if isinstance(found, dict) else {}

    def __str__(self) -> str:
        """Give its number and what was done."""
        return f"{self.number} {self.right}"
