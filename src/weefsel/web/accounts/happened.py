"""One signal for what happens to people and houses, for whoever keeps a log of it."""

from __future__ import annotations

from typing import Any

from django.dispatch import Signal

# sender: the right that was used ("member.end"); by: the user who did it, or None for the
# command; house: where, or None; what: plain words and ids without names; about: the uid of
# the person it was about, or None.
happened = Signal()


def tell(right: str, *, by: Any, house: Any = None, about: Any = None, **what: Any) -> None:
    """Tell that something was done."""
    happened.send(sender=right, by=by, house=house, about=about, what=what)
