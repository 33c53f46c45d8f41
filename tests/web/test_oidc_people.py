"""What a provider of identities may say of people, and what it may not bring about."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import requests

from weefsel.web.accounts.models import OpenSession
from weefsel.web.audit.models import Entry
from weefsel.web.login.config import Mapped, Provider
from weefsel.web.login.oidc import discovery, people
from weefsel.web.login.oidc.backend import ProviderBackend
from weefsel.web.login.oidc.refusal import RefusedError

from .houses import browser, house, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "quick_passwords")]


def last_right() -> str:
    return Entry.objects.order_by("number").values_list("right", flat=True).last()


def test_how_sure_a_log_in_is_comes_from_the_signed_token_only(monkeypatch):
    said = {"sub": "1", "amr": ["mfa"], "acr": "hoog", "groups": ["beleid"]}
    answer = SimpleNamespace(ok=True, json=lambda: said)
    monkeypatch.setattr(requests, "get", lambda *given, **more: answer)
    found = SimpleNamespace(userinfo="https://id.example/userinfo")
    assert ProviderBackend()._more(found, "token", {"sub": "1"}) == {"groups": ["beleid"]}


def provider(*roles: str) -> Provider:
    mapping = tuple(Mapped("groups", one, "dorp", one) for one in roles)
    return Provider("https://id.example", "weefsel", "geheim", mapping=mapping)


def claims(*groups: str, **more: object) -> dict[str, object]:
    return {"sub": "17", "groups": list(groups), **more}


def test_a_name_of_the_provider_holds_no_signs_that_nobody_sees_and_who_is_new_is_logged():
    house("dorp")
    name = "Jo\0 \u202eeD\u200b \n " + "x" * 300
    user = people.find(claims("council", name=name), provider("council"))
    assert user.name.startswith("Jo eD xxx")
    assert len(user.name) <= 100
    made = Entry.objects.get(right="own_account.made")
    assert made.about == str(user.uid)


def test_the_provider_does_not_take_the_last_administrator_of_a_house_away():
    here = house("dorp")
    user = people.find(claims("administrator"), provider("administrator"))
    people.find(claims(), provider("administrator"))
    assert user.memberships.get().until is None
    assert last_right() == "member.kept"
    member(here, "administrator", "ander")
    with pytest.raises(RefusedError):
        people.find(claims(), provider("administrator"))
    assert user.memberships.get().until is not None


@pytest.mark.parametrize("left", [(), ("policy_adviser",)])
def test_sessions_end_when_the_provider_ends_or_changes_a_membership(left):
    house("dorp")
    both = provider("council", "policy_adviser")
    user = people.find(claims("council"), both)
    browser(user)
    assert OpenSession.objects.filter(user=user).exists()
    try:
        people.find(claims(*left), both)
    except RefusedError:
        assert not left
    assert not OpenSession.objects.filter(user=user).exists()


def test_a_provider_that_is_down_is_asked_once_in_a_while(monkeypatch):
    asked, now = [], [1000.0]

    def down(address, **more):
        asked.append(address)
        raise requests.ConnectionError

    monkeypatch.setattr(discovery.requests, "get", down)
    monkeypatch.setattr(discovery.time, "monotonic", lambda: now[0])
    discovery.forget()
    for later, times in ((0, 1), (29, 1), (2, 2)):
        now[0] += later
        with pytest.raises(RefusedError):
            discovery.discover("https://id.example")
        assert len(asked) == times
    discovery.forget()
