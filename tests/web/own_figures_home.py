"""A house of Weverdam with people in it, and files of own figures for the tests of the pages."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path
from typing import Any

from django.test import Client

EXAMPLE = Path(__file__).parents[2] / "examples" / "weverdam-eigen-cijfers.csv"
HEAD = "gebiedscode;indicator;jaar;waarde;n;soort\n"


def house(name: str = "Gemeente Weverdam", area: str = "GM9990") -> Any:
    from weefsel.web.accounts.models import House

    return House.objects.create(
        kind="municipality",
        name=name,
        slug=f"h-{uuid.uuid4().hex[:12]}",
        area=area,
        fictitious=True,
    )


def member(of: Any, role: str) -> Any:
    from weefsel.web.accounts.models import Membership, User

    user = User.objects.create_user(f"u-{uuid.uuid4().hex[:12]}", name="Iemand")
    Membership.objects.create(user=user, house=of, role=role)
    return user


def client(user: Any = None) -> Client:
    found = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    if user is not None:
        found.force_login(user, backend="weefsel.web.login.backends.PasswordBackend")
    return found


def copy_of(home: Path, folder: Path) -> Path:
    """Copy a home, for a test that stores something in it."""
    shutil.copytree(home / "store", folder / "store")
    return folder
