"""Opens every registered address as everybody, and holds each answer to the expectation.

Without pytest, so that the same walk runs in a process of its own on PostgreSQL. What is
expected comes from ``rights_expected.txt``, which was not made from the table in the code.
"""

from __future__ import annotations

import itertools
import re
import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from web.rights_doors import At, Shelf

ROLES = (
    "resident",
    "volunteer",
    "social_worker",
    "team_lead",
    "director",
    "policy_adviser",
    "council",
    "administrator",
)
EVERYBODY = (*ROLES, "install")
SEAL = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def expected() -> dict[str, dict[str, set[str]]]:
    """Give per right and role how far they have it: none, or some of pub, own and all."""
    found: dict[str, dict[str, set[str]]] = {}
    place = Path(__file__).parent / "rights_expected.txt"
    for line in place.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        right, _space, rest = line.partition(" ")
        found[right] = {role: set() for role in EVERYBODY}
        for part in rest.split(";"):
            far, *roles = part.split()
            assert far in {"pub", "own", "all"}, line
            for role in EVERYBODY if roles == ["everybody"] else roles:
                found[right][role].add(far)
    return found


EXPECTED = expected()


def may(right: str, role: str, *, mine: bool, published: bool) -> bool:
    """Tell what is expected, of a thing of one's own house or not, published or not."""
    far = EXPECTED[right][role] | EXPECTED[right]["resident"]
    return "all" in far or ("own" in far and mine) or ("pub" in far and published)


@dataclass(frozen=True)
class Somebody:
    """Who opens an address: a role, and in which house."""

    role: str  # one of EVERYBODY
    where: str  # "own", "other", or "none" for who is in no house
    user: Any = None  # None without an account

    @cached_property
    def client(self) -> Any:
        """Give this person's browser, logged in when there is an account."""
        from django.test import Client

        found = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
        if self.user is not None:
            found.force_login(self.user, backend=_backend())
        return found


def _house(name: str) -> Any:
    from weefsel.web.accounts.models import House

    slug = f"{name}-{secrets.token_hex(4)}"
    return House.objects.create(kind="organisation", name=f"Huis {slug}", slug=slug)


def _user(**given: Any) -> Any:
    from weefsel.web.accounts.models import User

    return User.objects.create_user(f"lid-{uuid.uuid4().hex}", **given)


def people(own: Any, other: Any) -> list[Somebody]:
    """Make somebody of every role in both houses, and who is in none."""
    from weefsel.web.accounts.models import Membership

    found = [
        Somebody("resident", "none"),
        Somebody("resident", "none", _user()),
        Somebody("install", "none", _user(is_superuser=True)),
    ]
    for role, (where, house) in itertools.product(ROLES[1:], (("own", own), ("other", other))):
        user = _user()
        Membership.objects.create(user=user, house=house, role=role)
        found.append(Somebody(role, where, user))
    return found


def unlike(rights: Collection[str]) -> set[str]:
    """Give roles of which no two have all of these rights equally far: the last of each kind.

    Where a role is told apart by nothing but its rights, one of each kind is enough; the last
    is the one that may most in its house. That every role has what it should, of a thing of
    another house and of a published one too, ``test_rights.py`` holds for the whole table.
    """
    kinds = {
        tuple((right, *sorted(EXPECTED[right][role])) for right in sorted(rights)): role
        for role in ROLES[1:]
    }
    return set(kinds.values())


def walk(shelf: Shelf) -> tuple[int, list[str]]:
    """Open every address of a thing as everybody; give how many, and what was not right.

    Every role of the own house asks for what is not published, and whoever is in no house for
    all; of strangers, and of colleagues for what is published, one of each kind (``unlike``).
    Roles are told apart before the database is asked: on PostgreSQL one of each kind will do.
    """
    from django.db import connection

    own, other = _house("eigen"), _house("ander")
    opened, wrong = 0, []
    first = shelf.make(own)
    some = unlike({at.right for at, _holds in _asked(shelf, first)})
    for somebody, published in itertools.product(people(own, other), (False, True)):
        if published and shelf.publish is None:
            continue
        colleague = somebody.where == "own" and not published and connection.vendor == "sqlite"
        if not (colleague or somebody.where == "none" or somebody.role in some):
            continue
        thing, touched = _made(shelf, own, published), False
        for turn in range(len(_asked(shelf, thing))):
            if touched:  # whoever was let in may have changed or ended the thing
                thing, touched = _made(shelf, own, published), False
            at, holds = _asked(shelf, thing)[turn]
            if at.method != "get":
                mine = somebody.where == "own"
                touched = may(at.right, somebody.role, mine=mine, published=published)
            opened += 1
            said = _judge(shelf, thing, at, somebody, published, holds)
            if said:
                role = f"{somebody.role} of {somebody.where}"
                wrong.append(f"{shelf.thing}: {role}, {published=}: {at.method} {at.url}: {said}")
    return opened, wrong


def _made(shelf: Shelf, house: Any, published: bool) -> Any:
    thing = shelf.make(house)
    if published:
        assert shelf.publish is not None
        thing = shelf.publish(thing) or thing
    return thing


def _asked(shelf: Shelf, thing: Any) -> list[tuple[At, bool]]:
    """Give the addresses of a thing, and whether each holds it or may list it among others."""
    return [
        *((at, True) for at in shelf.opens(thing)),
        *((at, False) for at in shelf.lists(thing)),
    ]


def _judge(
    shelf: Shelf, thing: Any, at: At, somebody: Somebody, published: bool, holds: bool
) -> str:
    """Say what is not right about one answer; empty when all is."""
    mine = somebody.where == "own"
    hidden = shelf.secrets(thing)
    allowed = may(at.right, somebody.role, mine=mine, published=published)
    see = f"{shelf.thing}.see"
    knows = may(see, somebody.role, mine=mine, published=published) if see in EXPECTED else allowed
    answer = _ask(somebody, at)
    body = _body(answer)
    if not allowed and not knows:
        leaked = [one for one in hidden if one and one in body]
        if leaked:
            return f"shows {leaked}"
    if not holds:
        return "" if answer.status_code < 500 else f"answers {answer.status_code}"
    if allowed:
        good = answer.status_code not in {401, 403, 404} and answer.status_code < 500
        return "" if good else f"answers {answer.status_code}, should be let in"
    if somebody.user is None and _to_log_in(answer):
        return ""
    right = {401, 403, 404} if mine or knows or somebody.user is None else {404}
    if answer.status_code not in right:
        return f"answers {answer.status_code}, should be one of {sorted(right)}"
    return _tells_apart(answer, body, thing, at, somebody) if not (mine or knows) else ""


def _to_log_in(answer: Any) -> bool:
    return answer.status_code == 302 and "inloggen" in answer["Location"]


def _tells_apart(answer: Any, body: str, thing: Any, at: At, somebody: Somebody) -> str:
    """Say so when a stranger can tell a thing that is there from one that is not."""
    key, none = str(thing.pk), str(uuid.uuid4())
    curious = somebody.user is None or somebody.role == "administrator"  # two will do
    if key not in at.url or not curious:
        return ""
    nowhere = At(at.right, at.url.replace(key, none), at.method, at.data, at.json)
    answer_2 = _ask(somebody, nowhere)
    same = (answer.status_code, SEAL.sub("", body).replace(key, "X"))
    other = (answer_2.status_code, SEAL.sub("", _body(answer_2)).replace(none, "X"))
    return "" if same == other else "differs from the answer for what does not exist"


def _ask(somebody: Somebody, at: At) -> Any:
    client = somebody.client
    more = {"content_type": "application/json"} if at.json else {}
    if at.method == "get":
        return client.get(at.url)
    return getattr(client, at.method)(at.url, at.data, **more)


def _backend() -> str:
    from django.conf import settings

    return next(b for b in settings.AUTHENTICATION_BACKENDS if b.endswith("PasswordBackend"))


def _body(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode("utf-8", "replace"))
