"""Texts that a file brings are screened before they are stored, as those people type are.

What a provision itself is reached by (street, postcode, phone, e-mail, account) belongs in a
directory; a citizen service number, a birth date and the sure name of a person do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from weefsel.base.language import Text, text
from weefsel.outcomes.screening import Certainty, Finding, Kind, screen
from weefsel.outcomes.screening.model import strike
from weefsel.provisions.social_map import Record, SocialMap

_STRUCK = frozenset({Kind.BSN, Kind.BIRTH_DATE, Kind.NAME})
_TEXTS = ("description", "cost", "accessibility", "opening_words")
RecordT = TypeVar("RecordT", bound=Record)


def struck(brought: SocialMap) -> tuple[SocialMap, tuple[Text, ...]]:
    """Strike what points to one person out of the texts of a map; say how many texts changed."""
    changed: list[str] = []

    def each(records: Mapping[str, RecordT]) -> dict[str, RecordT]:
        return {key: _cleaned(one, changed) for key, one in records.items()}

    made = SocialMap(
        each(brought.organisations),
        each(brought.services),
        each(brought.locations),
        each(brought.offers),
    )
    if not changed:
        return brought, ()
    return made, (
        text(
            "texts in which a name, birth date or citizen service number was struck out:"
            " %(count)s.",
            count=len(changed),
        ),
    )


def _cleaned(record: RecordT, changed: list[str]) -> RecordT:
    update = {}
    for field in _TEXTS:
        words = getattr(record, field, "")
        if not words:
            continue
        left = strike(words, [one for one in screen(words).findings if _goes(one)])
        if left != words:
            update[field] = left
            changed.append(record.id)
    return record.model_copy(update=update) if update else record


def _goes(one: Finding) -> bool:
    return one.kind in _STRUCK and one.certainty is Certainty.SURE
