"""Who somebody is here, by what a provider says: a user, and memberships by the table.

A person is known by the provider's own number (``sub``), never by an e-mail address: whoever
can set an address at a provider would become somebody else here.
"""

from __future__ import annotations

import logging
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.accounts.forms import UNSEEN
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.leaving import check_last, end_membership
from weefsel.web.accounts.models import House, Membership, User
from weefsel.web.accounts.rights import memberships
from weefsel.web.accounts.sessions import end_sessions
from weefsel.web.accounts.usernames import check, skeleton
from weefsel.web.login import example_users
from weefsel.web.login.config import Provider
from weefsel.web.login.models import Granted, Identity
from weefsel.web.login.oidc.refusal import RefusedError, refused

LOG = logging.getLogger("django.weefsel.login")
NUMBER_BYTES = 4  # of a name we make up when the provider's own cannot be used
LONGEST_NAME = 100  # as the model has it
Claims = Mapping[str, Any]


def find(claims: Claims, provider: Provider, *, session: str | None = None) -> User:
    """Give the user of these claims, made when the table gives a membership.

    When a membership ends every session of theirs ends, save the one by which they come in.
    Raises ``RefusedError`` for who is unknown, out of service or a member of no house.
    """
    try:
        with transaction.atomic():
            user = _find(claims, provider, session)
    except IntegrityError:  # the same person came in twice at once
        raise refused(text("this could not be written down just now.")) from None
    # After it was written down: a membership that ended has ended, whoever is refused now.
    if not memberships(user) and not user.is_superuser:
        raise _unknown()
    return user


def _find(claims: Claims, provider: Provider, session: str | None) -> User:
    known = (
        Identity.objects.filter(issuer=provider.issuer, subject=claims["sub"])
        .select_related("user")
        .first()
    )
    wanted = asked(claims, provider)
    if known is None:
        if not wanted:
            raise _unknown()
        user = _make(claims)
        Identity.objects.create(user=user, issuer=provider.issuer, subject=claims["sub"])
        tell("own_account.made", by=None, about=user.uid, source=provider.issuer)
    else:
        user = known.user
    if not user.is_active or example_users.is_example(user):
        raise refused(text("your account here is out of service."))
    _renew(user, wanted, provider, session)
    return user


def _unknown() -> RefusedError:
    return refused(
        text("the provider knows you, but in this Weefsel you belong to no house."),
        text("Ask the administrator of your municipality or organisation for access."),
    )


def asked(claims: Claims, provider: Provider) -> dict[House, str]:
    """Give the house and the role in it that the table gives for these claims.

    The first line of the table that fits counts for a house.
    """
    found: dict[House, str] = {}
    for row in provider.mapping:
        if row.value not in _values(claims, row.claim):
            continue
        house = House.objects.filter(slug=row.house).first()
        if house is None:
            LOG.warning("WEEFSEL_OIDC_MEMBERSHIPS: there is no house %r", row.house)
            continue
        found.setdefault(house, row.role)
    return found


def _values(claims: Claims, name: str) -> set[str]:
    """Give the words of a claim; ``realm_access.roles`` is ``roles`` in ``realm_access``."""
    held: Any = claims.get(name)
    if held is None:
        held = claims
        for part in name.split("."):
            held = held.get(part) if isinstance(held, Mapping) else None
    if isinstance(held, str):
        return {held}
    return {each for each in held if isinstance(each, str)} if isinstance(held, list) else set()


def _make(claims: Claims) -> User:
    """Make a user without a password; only what one is called by is taken over."""
    user = User(username=_free_name(claims), name=_clean(claims.get("name")))
    user.set_unusable_password()
    user.save()
    return user


def _clean(given: object) -> str:
    """Give a name as it may stand on a page: no signs that nobody sees, and not too long."""
    plain = unicodedata.normalize("NFC", given) if isinstance(given, str) else ""
    spaced = " ".join(plain.split())
    seen = "".join(sign for sign in spaced if unicodedata.category(sign) not in UNSEEN)
    return seen[:LONGEST_NAME].strip()


def _free_name(claims: Claims) -> str:
    """Give a name to log in with that may be used and that nobody has."""
    given = str(claims.get("preferred_username") or "")
    try:
        check(given)
    except ValidationError:
        given = ""
    if given and not User.objects.filter(username_key=skeleton(given)).exists():
        return given
    return f"account-{secrets.token_hex(NUMBER_BYTES)}"


def _renew(
    user: User, wanted: Mapping[House, str], provider: Provider, session: str | None
) -> None:
    """Give the memberships the provider gives now; end those it gave before and gives no more.

    A membership that somebody here gave by hand is left as it is.
    """
    held = {one.house_id: one for one in user.memberships.filter(until=None)}
    for one in list(held.values()):
        given = Granted.objects.filter(membership=one, issuer=provider.issuer).exists()
        gone = given and wanted.get(one.house) != one.role
        if gone and _ended(one, session, changes=one.house in wanted):
            del held[one.house_id]
    for house, role in wanted.items():
        if house.pk not in held:
            made = Membership.objects.create(user=user, house=house, role=role)
            Granted.objects.create(membership=made, issuer=provider.issuer)
            tell("member.change", by=None, house=house, about=user.uid, role=role)
    user.__dict__.pop("memberships_now", None)


def _ended(one: Membership, session: str | None, *, changes: bool) -> bool:
    """End a membership as a colleague would, save that of a house's last administrator.

    Without one nobody could let anybody in or out; that it was kept stands in the log. Who
    only gets another role keeps what is in their care.
    """
    try:
        if not changes:
            end_membership(one, by=None, but=session)
            return True
        check_last(one)
    except InputError:
        tell("member.kept", by=None, house=one.house, about=one.user.uid, role=one.role)
        return False
    Membership.objects.filter(pk=one.pk).update(until=timezone.now())
    end_sessions(one.user, but=session)
    tell("member.end", by=None, house=one.house, about=one.user.uid, role=one.role)
    return True
