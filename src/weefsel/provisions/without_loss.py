"""What a file says nowhere of any record stays as the register has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from weefsel.provisions.social_map import Record, SocialMap

RecordT = TypeVar("RecordT", bound=Record)

_EMPTY: tuple[Any, ...] = (None, "", ())
# What says which record it is, what it hangs on, or when it ended: never kept from before.
_ALWAYS = frozenset(
    {"id", "slug", "municipality", "service", "organisation", "location", "ends_on"}
)


def without_loss(brought: SocialMap, there: SocialMap) -> SocialMap:
    """Give the records of a file with what the file has no word about taken from the register.

    A field that is filled in no record of the file is one that its source does not keep: there
    an empty value says nothing. A field filled in some is empty in the others on purpose. Ids
    at sources and what was kept of other sources stay.
    """
    return SocialMap(
        _filled(brought.organisations, there.organisations),
        _filled(brought.services, there.services),
        _filled(brought.locations, there.locations),
        _filled(brought.offers, there.offers),
    )


def _filled(new: Mapping[str, RecordT], old: Mapping[str, RecordT]) -> dict[str, RecordT]:
    if not new:
        return {}
    fields = set(type(next(iter(new.values()))).model_fields) - _ALWAYS - {"outside", "other"}
    said = {
        one for one in fields if any(getattr(each, one) not in _EMPTY for each in new.values())
    }
    outside = {(each.source, each.id): one for one in old.values() for each in one.outside}
    found = {}
    for key, one in new.items():
        known = old.get(key) or next(
            (
                outside[each.source, each.id]
                for each in one.outside
                if (each.source, each.id) in outside
            ),
            None,
        )
        if known is None:
            found[key] = one
            continue
        change: dict[str, Any] = {each: getattr(known, each) for each in fields - said}
        change["outside"] = tuple(dict.fromkeys((*known.outside, *one.outside)))
        change["other"] = {**known.other, **one.other}
        found[key] = one.model_copy(update=change)
    return found
