"""Who may do what: the one module that decides. The rules stand in ``table.py``.

``decide`` says whether, and why. ``require`` is for views: it ends in a page that answers
"why can I not see this", or in "we do not have this page" where somebody may not even know
that the thing exists. ``visible`` narrows a query to what may be seen, in one query.

A thing tells what it belongs to: ``thing.house`` (a ``House`` or ``None``), ``thing.person``
(a ``User``), and whether it is public: ``thing.published``. A model names the same for its
queries: ``house_path`` (default ``"house"``), ``published_path`` (default ``"published"``
where it has such a field; the name of a true-or-false lookup, or a ``Q``) and
``person_path`` (default ``"person"``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest

from weefsel.base.language import Text, text
from weefsel.web.accounts.roles import INSTALL, ROLE_NAMES, Role
from weefsel.web.accounts.table import (
    ALL,
    HOUSE,
    MUNICIPALITY,
    OWN,
    PERSON,
    PUBLISHED,
    RULES,
    Rule,
)

if TYPE_CHECKING:
    from weefsel.web.accounts.models import House, Membership

M = TypeVar("M", bound=Model)

__all__ = [
    "RULES",
    "Decision",
    "Denied",
    "Hidden",
    "decide",
    "houses_with",
    "memberships",
    "require",
    "role_in",
    "scopes",
    "visible",
]


@dataclass(frozen=True)
class Decision:
    """Whether somebody may do something, why, and by which rule and role."""

    allowed: bool
    reason: Text
    rule: Rule
    role: str = Role.RESIDENT
    house: House | None = None


class Denied(PermissionDenied):
    """Somebody asked for what is not for them: answered by a page that says why (403)."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(decision.rule.right)


class Hidden(Http404):
    """Somebody asked for what they may not even know of: answered as if it were not there."""

    def __init__(self) -> None:
        super().__init__("not here")


def memberships(user: Any) -> tuple[Membership, ...]:
    """Give somebody's memberships that hold now, with their houses: one query a request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return ()
    kept = getattr(user, "memberships_now", None)
    if kept is None:
        kept = tuple(user.memberships.filter(until__isnull=True).select_related("house"))
        user.memberships_now = kept
    return tuple(kept)


def role_in(user: Any, house: House | None) -> str | None:
    """Give somebody's role in a house, ``None`` for whoever has none there."""
    return next((one.role for one in memberships(user) if one.house == house), None)


def houses_with(user: Any, right: str) -> list[House]:
    """Give the houses in which somebody's role has a right: where a new thing can be made."""
    rule = RULES[right]
    return [one.house for one in memberships(user) if rule.scopes[one.role] in {OWN, ALL}]


def decide(user: Any, right: str, thing: Any = None) -> Decision:
    """Say whether somebody may do something, and why.

    Without a thing the answer is about the right itself: could they do it with something of
    theirs? Raises ``KeyError`` for a right that is not in the table.
    """
    rule = RULES[right]
    if rule.scopes[Role.RESIDENT] == ALL:
        return Decision(True, text("Everybody may do this."), rule)
    if _active(user) and user.is_superuser and rule.scopes[INSTALL] == ALL:
        return Decision(True, text("You manage this install."), rule, INSTALL)
    for one in memberships(user):
        if rule.scopes[one.role] == ALL:
            return _as_member(rule, one)
    if rule.of == PERSON:
        return _of_person(user, rule, thing)
    if thing is None:
        return _in_general(user, rule)
    published = bool(getattr(thing, "published", False))
    house = getattr(thing, "house", None)
    for one in memberships(user):
        if _is_own(rule, one.house, house) and rule.scopes[one.role] == OWN:
            return _as_member(rule, one)
    if published and _scope(user, rule, PUBLISHED):
        return Decision(True, text("It is published: everybody may do this."), rule)
    return _refusal(user, rule, house)


def require(request: HttpRequest, right: str, thing: Any = None) -> Decision:
    """Let somebody go on, or end in 403 (with the reason) or in 404 (as if it were not there).

    Raises ``Denied`` or ``Hidden``. Hidden is for a thing of a house that is not one's own,
    unless one may see that thing.
    """
    user = getattr(request, "user", None)
    found = decide(user, right, thing)
    if found.allowed:
        return found
    if thing is not None and not _may_know(user, found.rule, thing):
        raise Hidden
    raise Denied(found)


def visible(user: Any, right: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """Narrow a query to what somebody may see (or do): a condition, not another query."""
    rule = RULES[right]
    having = scopes(user, rule)
    if ALL in having:
        return queryset
    model = queryset.model
    wanted = Q(pk__in=[])
    if rule.of == PERSON and OWN in having and _active(user):
        wanted |= Q(**{getattr(model, "person_path", "person"): user.pk})
    if rule.of == HOUSE and OWN in having:
        roles = [role for role, scope in rule.scopes.items() if scope == OWN]
        mine = user.memberships.filter(until__isnull=True, role__in=roles).values("house")
        wanted |= Q(**{f"{getattr(model, 'house_path', 'house')}__in": mine})
    if rule.of == MUNICIPALITY and OWN in having:
        wanted |= _of_municipality(user, rule, getattr(model, "house_path", "house"))
    published = _published(model)
    if PUBLISHED in having and published is not None:
        wanted |= published
    return queryset.filter(wanted)


def _is_own(rule: Rule, mine: House, house: House | None) -> bool:
    """Tell whether a thing of a house is one's own: of that house, or of its municipality."""
    if house is None:
        return False
    if rule.of == MUNICIPALITY and house.area:
        return mine == house or mine.area == house.area
    return mine == house


def _of_municipality(user: Any, rule: Rule, path: str) -> Q:
    """Give what is of a house of somebody, or of another of the same municipality."""
    mine = [one.house for one in memberships(user) if rule.scopes[one.role] == OWN]
    areas = {house.area for house in mine if house.area}
    return Q(**{f"{path}__in": mine}) | Q(**{f"{path}__area__in": areas})


def _active(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and user.is_active)


def scopes(user: Any, rule: Rule) -> set[str]:
    """Give every scope that somebody has by any of their roles, a resident's among them."""
    found = {rule.scopes[Role.RESIDENT]}
    found |= {rule.scopes[one.role] for one in memberships(user)}
    if _active(user) and user.is_superuser:
        found.add(rule.scopes[INSTALL])
    return found


def _scope(user: Any, rule: Rule, scope: str) -> bool:
    return scope in scopes(user, rule)


def _published(model: type[Model]) -> Q | None:
    path = getattr(model, "published_path", None)
    if isinstance(path, Q):
        return path
    if path is None:
        try:
            model._meta.get_field("published")
        except FieldDoesNotExist:
            return None
        path = "published"
    return Q(**{path: True})


def _as_member(rule: Rule, one: Membership) -> Decision:
    reason = text(
        "Your role in %(house)s is %(role)s: that role may do this.",
        house=one.house.name,
        role=ROLE_NAMES[one.role],
    )
    return Decision(True, reason, rule, one.role, one.house)


def _of_person(user: Any, rule: Rule, thing: Any) -> Decision:
    if not _active(user):
        return _refusal(user, rule, None)
    if thing is None or getattr(thing, "person", thing) == user:
        return Decision(True, text("It is your own."), rule)
    return Decision(False, text("It is somebody else's own."), rule)


def _in_general(user: Any, rule: Rule) -> Decision:
    for one in memberships(user):
        if rule.scopes[one.role] == OWN:
            return _as_member(rule, one)
    if _scope(user, rule, PUBLISHED):
        words = text("Everybody may do this with what is published.")
        return Decision(True, words, rule)
    return _refusal(user, rule, None)


def _refusal(user: Any, rule: Rule, house: House | None) -> Decision:
    """Say why not; about a house of somebody else as little as can be."""
    if not _active(user):
        return Decision(False, text("You are not logged in."), rule)
    mine = memberships(user)
    if not mine:
        return Decision(False, text("You are not a member of any house."), rule)
    here = next((one for one in mine if house is None or _is_own(rule, one.house, house)), None)
    if here is None:
        return Decision(False, text("It does not belong to a house of yours."), rule)
    reason = text(
        "Your role in %(house)s is %(role)s: that role may not do this.",
        house=here.house.name,
        role=ROLE_NAMES[here.role],
    )
    return Decision(False, reason, rule, here.role, here.house)


def _may_know(user: Any, rule: Rule, thing: Any) -> bool:
    """Tell whether somebody may know that a thing exists."""
    if rule.of == PERSON:
        return False
    house = getattr(thing, "house", None)
    if any(_is_own(rule, one.house, house) for one in memberships(user)):
        return True
    see = RULES.get(f"{rule.thing}.see")
    return see is not None and see.right != rule.right and decide(user, see.right, thing).allowed
