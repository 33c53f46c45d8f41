"""How many remarks a visitor may send: counted in memory, and nowhere is it kept who sent them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.core.cache import cache as memory
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from weefsel.base.document import Document, check, read_toml
from weefsel.web.login.lock_out import address
from weefsel.web.social_map.models import Offer, Remark

FILE = Path(__file__).with_name("find_limits.toml")
MINUTE = 60  # seconds


class Limits(Document):
    """The file of limits."""

    waiting_per_provision: int
    per_address: int
    minutes: int


@cache
def limits() -> Limits:
    """Give the limits, read once."""
    return check(Limits, read_toml(FILE.read_bytes(), FILE.name), FILE.name)


def too_many_waiting(offer: Offer) -> bool:
    """Tell whether so many remarks on a provision wait that one more says nothing new."""
    waiting = Remark.objects.filter(offer=offer, handled_at__isnull=True).count()
    return waiting >= limits().waiting_per_provision


def too_many_from_here(request: HttpRequest) -> bool:
    """Count one more remark from an address, and tell whether those are too many."""
    key = "remark-" + salted_hmac("weefsel.remark", address(request)).hexdigest()
    memory.add(key, 0, limits().minutes * MINUTE)
    try:
        count = memory.incr(key)
    except ValueError:  # it ran out between the two
        return False
    return bool(count > limits().per_address)
