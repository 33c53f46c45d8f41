"""Houses, people and browsers for the tests of accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test import Client

from weefsel.web.accounts.models import House, Membership, User

SECRET = "vier woorden op een rij"


def house(slug: str, **given: Any) -> House:
    """Make a house."""
    more = {"kind": "organisation", "name": f"Huis {slug}", **given}
    return House.objects.create(slug=slug, **more)


def person(username: str, **given: Any) -> User:
    """Make somebody with an account."""
    given.setdefault("password", SECRET)
    return User.objects.create_user(username, **given)


def member(house: House, role: str, username: str = "", **given: Any) -> Membership:
    """Make somebody who is in a house."""
    user = person(username or f"{role}-{house.slug}", **given)
    return Membership.objects.create(user=user, house=house, role=role)


def browser(user: User | None = None) -> Client:
    """Give a browser, logged in as somebody."""
    client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    if user is not None:
        names = settings.AUTHENTICATION_BACKENDS
        backend = next(one for one in names if one.endswith("PasswordBackend"))
        client.force_login(user, backend=backend)
    return client
