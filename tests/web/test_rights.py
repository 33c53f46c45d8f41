"""The table of rights, cell by cell, against what was written down apart from it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.test import RequestFactory

from web.rights_walk import EVERYBODY, EXPECTED, ROLES, may
from weefsel.web.accounts.models import House, Invitation, Membership, User
from weefsel.web.accounts.rights import (
    RULES,
    Denied,
    Hidden,
    decide,
    houses_with,
    require,
    visible,
)
from weefsel.web.accounts.table import COLUMNS, WORDS, read

OWN, OTHER = House(name="Huis A", slug="a"), House(name="Huis B", slug="b")
FAR = {"pub": "published", "own": "own", "all": "all"}


@dataclass
class Thing:
    """Something of a house."""

    house: House | None = None
    published: bool = False
    person: Any = None


def somebody(role: str, *houses: House) -> User:
    """Give a user with a role in houses, without asking the database."""
    user = User(pk=1, username="iemand", is_superuser=role == "install")
    user.memberships_now = tuple(Membership(user=user, house=one, role=role) for one in houses)
    return user


def test_the_table_is_what_was_expected():
    far = {"none": set(), "published": {"pub"}, "own": {"own"}, "all": {"all"}}
    written = {
        right: {role: far[rule.scopes[role]] for role in COLUMNS} for right, rule in RULES.items()
    }
    # "own, and what everybody may" is one word in the table: own.
    wanted = {
        right: {role: ({"own"} if "own" in has else has) for role, has in roles.items()}
        for right, roles in EXPECTED.items()
    }
    wanted = {
        r: {role: ({"all"} if "all" in h else h) for role, h in x.items()}
        for r, x in wanted.items()
    }
    assert written == wanted
    assert set(COLUMNS) == set(EVERYBODY)


def test_every_right_has_its_words_and_every_word_its_right():
    assert set(WORDS) == set(RULES)
    assert all(words.render("nl") != words.render("en") for words in WORDS.values())


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize("right", sorted(EXPECTED))
def test_a_cell_of_the_table(right: str, role: str):
    houses = () if role in {"resident", "install"} else (OWN,)
    user = somebody(role, *houses)
    if RULES[right].of == "person":
        assert decide(user, right, Thing(person=user)).allowed
        assert not decide(user, right, Thing(person=User(pk=2))).allowed
        assert not decide(AnonymousUser(), right, Thing(person=User(pk=2))).allowed
        return
    for place, published in itertools.product((OWN, OTHER, None), (False, True)):
        found = decide(user, right, Thing(place, published))
        mine = bool(houses) and place is OWN
        assert found.allowed == may(right, role, mine=mine, published=published), (
            place,
            published,
        )
        assert found.reason.render("nl") != found.reason.render("en")
    without = decide(AnonymousUser(), right, Thing(OWN, published=False))
    assert without.allowed == may(right, "resident", mine=False, published=False)


@pytest.mark.parametrize("role", ROLES[1:])
def test_a_role_in_one_house_gives_nothing_in_another(role: str):
    user = somebody(role, OTHER)
    for right, rule in RULES.items():
        if rule.of == "house":
            assert not decide(user, right, Thing(OWN)).allowed, right


def test_two_roles_in_two_houses_stay_apart():
    user = somebody("volunteer", OWN)
    user.memberships_now += (Membership(user=user, house=OTHER, role="administrator"),)
    assert not decide(user, "member.change", OWN).allowed
    assert decide(user, "member.change", OTHER).allowed
    assert houses_with(user, "member.change") == [OTHER]
    assert decide(user, "member.change").allowed


def test_who_was_switched_off_is_nobody():
    user = somebody("administrator", OWN)
    user.is_active = False
    assert not decide(user, "member.change", OWN).allowed
    assert not decide(user, "own_account.see", user).allowed
    manager = somebody("install")
    manager.is_active = False
    assert not decide(manager, "house.make").allowed


def _request(user: Any) -> Any:
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_a_stranger_may_not_know_a_colleague_may_know_why():
    thing = Thing(OWN)
    with pytest.raises(Hidden):
        require(_request(somebody("director", OTHER)), "choice.edit", thing)
    with pytest.raises(Hidden):
        require(_request(AnonymousUser()), "choice.edit", thing)
    with pytest.raises(Denied) as fault:
        require(_request(somebody("volunteer", OWN)), "choice.edit", thing)
    assert "vrijwilliger" in fault.value.decision.reason.render("nl")
    with pytest.raises(Denied):  # it is published: that it exists is no secret
        require(_request(AnonymousUser()), "choice.edit", Thing(OWN, published=True))
    assert require(_request(somebody("director", OWN)), "choice.edit", thing).allowed


def test_a_refusal_about_another_house_does_not_name_it():
    said = decide(somebody("director", OTHER), "choice.edit", Thing(OWN)).reason
    assert "Huis A" not in said.render("nl") + said.render("en")


@pytest.mark.parametrize(
    "line",
    [
        "choice.see house pub own",
        "choice.see house all all all all all all all all all all",
        "choice.see street all all all all all all all all all",
        "choice.see house all all all all all all all all some",
    ],
)
def test_a_line_that_does_not_fit_the_table_stops_the_start(line: str):
    with pytest.raises((ValueError, KeyError)):
        read("right of\n" + line)


@pytest.fixture
def shelved(db, monkeypatch) -> dict[tuple[str, bool], Invitation]:
    """Give a thing per house, published or not; an invitation plays its part."""
    monkeypatch.setattr(Invitation, "published_path", Q(used_at__isnull=False), raising=False)
    from django.utils import timezone

    for house in (OWN, OTHER):
        house.save(force_insert=True)
    found = {}
    for house, published in itertools.product((OWN, OTHER), (False, True)):
        thing, _token = Invitation.make(house, "council", None)
        if published:
            Invitation.objects.filter(pk=thing.pk).update(used_at=timezone.now())
        found[house.slug, published] = thing
    return found


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_list_holds_exactly_what_each_could_open(
    role: str, shelved, django_assert_max_num_queries
):
    user = User.objects.create_user("iemand", is_superuser=role == "install")
    if role not in {"resident", "install"}:
        Membership.objects.create(user=user, house=OWN, role=role)
    user.refresh_from_db()
    decide(user, "choice.see")  # the memberships are read once a request
    for right, rule in RULES.items():
        if rule.of != "house":
            continue
        with django_assert_max_num_queries(1):
            listed = {one.pk for one in visible(user, right, Invitation.objects.all())}
        wanted = {
            thing.pk
            for (slug, published), thing in shelved.items()
            if may(
                right, role, mine=slug == "a" and user.memberships_now != (), published=published
            )
        }
        assert listed == wanted, right
        with django_assert_max_num_queries(1):
            anybody = {one.pk for one in visible(AnonymousUser(), right, Invitation.objects.all())}
        assert anybody == {
            thing.pk
            for (_slug, published), thing in shelved.items()
            if may(right, "resident", mine=False, published=published)
        }


def test_an_ended_membership_gives_nothing_more(shelved):
    from django.utils import timezone

    user = User.objects.create_user("iemand")
    Membership.objects.create(user=user, house=OWN, role="director", until=timezone.now())
    user.refresh_from_db()
    assert not decide(user, "choice.see", Thing(OWN)).allowed
    assert visible(user, "choice.edit", Invitation.objects.all()).count() == 0


def test_a_hundred_decisions_cost_one_question_to_the_database(db, django_assert_num_queries):
    house = House.objects.create(kind="municipality", name="A", slug="a")
    made = User.objects.create_user("iemand")
    Membership.objects.create(user=made, house=house, role="director")
    user = User.objects.get(pk=made.pk)
    with django_assert_num_queries(1):
        for _time in range(100):
            assert decide(user, "choice.edit", Thing(house)).allowed
