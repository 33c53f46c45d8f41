"""Example users: there in an install that holds fiction only, and nowhere and never else."""

from __future__ import annotations

import pytest

from weefsel.base.errors import InputError
from weefsel.web.accounts.models import House, Membership, User
from weefsel.web.login import config, example_users
from weefsel.web.login.models import ExampleUser

from .houses import SECRET, browser, house, member, person
from .test_login import enter, inside, visitor, words

pytestmark = pytest.mark.django_db
DOOR = "/inloggen/voorbeeld/"
ROLES = [persona.role.value for persona in example_users.PERSONAS]


@pytest.fixture
def examples(home) -> None:
    """Make the example users of the example town."""
    assert example_users.renew() == 7


def button(client, role: str = "policy_adviser"):
    return client.post(DOOR, {"role": role})


def real_house(**given) -> House:
    return house("echt", name="Een echt huis", **given)


@pytest.mark.parametrize("role", ROLES)
def test_a_button_lets_one_in_without_a_password_in_the_role_it_names(examples, settings, role):
    settings.WEEFSEL_SECOND_FACTOR = config.second_factor({"WEEFSEL_SECOND_FACTOR": "all"})
    client = visitor()
    assert f'value="{role}"' in client.get("/inloggen/").content.decode()
    assert button(client, role)["Location"] == "/"
    page = client.get("/kiezen/")  # and no second factor is asked
    assert page.status_code == 200
    user = page.wsgi_request.user
    assert [one.role for one in user.memberships.all()] == [role]
    assert all(one.house.fictitious for one in user.memberships.all())
    assert not user.has_usable_password()
    assert "heeft geen tweede stap" in words(client.get("/mijn-account/tweede-stap/"))
    assert client.get("/mijn-account/tweede-stap/instellen/").status_code == 302


def test_the_names_are_roles_and_not_persons(examples):
    names = set(User.objects.filter(example__isnull=False).values_list("name", flat=True))
    assert all(name.startswith("Voorbeeld: ") for name in names)
    client = visitor()
    button(client)
    assert "Voorbeeld: beleidsadviseur" in words(client.get("/kiezen/"))
    assert "Example: policy adviser" in words(client.get("/en/choose/"))


def end_by_house(settings) -> None:
    real_house()


def end_by_turning(settings) -> None:
    House.objects.filter(slug="gemeente-weverdam").update(fictitious=False)


def end_by_setting(settings) -> None:
    settings.WEEFSEL_EXAMPLE_USERS = config.example_users({"WEEFSEL_EXAMPLE_USERS": "0"})


def end_by_secure_door(settings) -> None:
    settings.WEEFSEL_EXAMPLE_USERS = config.example_users({"WEEFSEL_HTTPS": "1"})


def end_by_name(settings) -> None:
    settings.WEEFSEL_EXAMPLE_USERS = config.example_users({"WEEFSEL_HOSTS": "weefsel.example"})


ENDS = [end_by_house, end_by_turning, end_by_setting, end_by_secure_door, end_by_name]


@pytest.mark.parametrize("end", ENDS)
def test_they_are_gone_at_once_where_something_is_real_or_served_to_others(
    examples, settings, end
):
    open_already = visitor()
    button(open_already, "administrator")
    forced = browser(User.objects.get(example__role="director"))
    assert inside(open_already)
    assert inside(forced)
    end(settings)
    assert not inside(open_already)  # a session of before ends
    assert not inside(forced)
    page = visitor().get("/inloggen/").content.decode()
    assert "oorbeeldgebruiker" not in page
    assert DOOR not in page
    for role in ROLES:
        client = visitor()
        answer = button(client, role)
        assert answer["Location"] == "/inloggen/"
        assert not inside(client)
    assert "geen voorbeeldgebruikers" in words(client.get("/inloggen/"))
    assert example_users.renew() == 0
    assert not User.objects.filter(example__isnull=False, is_active=True).exists()


def test_when_the_reason_is_gone_they_come_back_as_they_were(examples):
    real = real_house()
    example_users.renew()
    real.delete()
    client = visitor()
    button(client)
    assert not inside(client)  # only after a start of the server
    assert example_users.renew() == 7
    button(client)
    assert inside(client)


def test_without_weverdam_there_are_none(home, settings, tmp_path):
    settings.WEEFSEL_HOME = tmp_path
    assert example_users.renew() == 0
    assert not ExampleUser.objects.exists()
    assert not House.objects.exists()


@pytest.mark.parametrize("role", ["", "resident", "install", "POLICY_ADVISER", "x", "1", "\0"])
def test_a_button_that_does_not_exist_opens_nothing(examples, role):
    client = visitor()
    button(client, role)
    assert not inside(client)


def test_the_button_never_lets_in_as_a_person(examples):
    real = person("policy_adviser")
    Membership.objects.create(
        user=real, house=House.objects.get(slug="gemeente-weverdam"), role="policy_adviser"
    )
    client = visitor()
    button(client)
    assert client.get("/waarom/").wsgi_request.user.pk != real.pk


def test_a_link_is_no_button_and_our_seal_is_needed(examples):
    from django.test import Client

    assert visitor().get(DOOR).status_code == 405
    strict = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    assert button(strict).status_code == 403


def test_an_example_user_with_a_password_is_refused_all_the_same(examples):
    user = User.objects.get(example__role="director")
    user.set_password(SECRET)
    with pytest.raises(InputError):
        user.save()
    User.objects.filter(pk=user.pk).update(password=user.password)  # behind our back
    client = visitor()
    assert "horen niet bij elkaar" in words(enter(client, user.username))
    assert not inside(client)


def test_an_example_user_never_enters_a_real_house(examples):
    user, real = User.objects.get(example__role="director"), real_house()
    with pytest.raises(InputError):
        Membership.objects.create(user=user, house=real, role="director")
    real.delete()
    fiction = house("nog-een", fictitious=True)
    Membership.objects.create(user=user, house=fiction, role="director")


@pytest.mark.parametrize("grown", ["is_superuser", "is_staff"])
def test_an_example_user_never_manages_the_install(examples, grown):
    user = User.objects.get(example__role="administrator")
    setattr(user, grown, True)
    with pytest.raises(InputError):
        user.save()
    User.objects.filter(pk=user.pk).update(**{grown: True})  # behind our back
    client = visitor()
    button(client, "administrator")
    assert not inside(client)


def test_a_new_start_sets_back_what_visitors_did_to_them(examples):
    user = User.objects.get(example__role="council")
    User.objects.filter(pk=user.pk).update(name="Iets anders", email="a@b.example", language="en")
    Membership.objects.filter(user=user).update(role="administrator")
    example_users.renew()
    user.refresh_from_db()
    assert (user.name, user.email, user.language) == ("Voorbeeld: raadslid", "", "")
    assert [one.role for one in user.memberships.filter(until=None)] == ["council"]
    assert ExampleUser.objects.count() == 7


def test_who_is_a_person_is_not_touched_by_a_start(examples):
    one = member(House.objects.get(slug="gemeente-weverdam"), "director", "ans")
    example_users.renew()
    one.user.refresh_from_db()
    assert one.user.is_active
    assert one.user.has_usable_password()
    assert browser(one.user).get("/kiezen/").status_code == 200


@pytest.mark.parametrize(
    ("given", "may"),
    [
        ({}, True),
        ({"WEEFSEL_EXAMPLE_USERS": "1"}, True),
        ({"WEEFSEL_HTTPS": "0"}, True),
        ({"WEEFSEL_EXAMPLE_USERS": "off"}, False),
        ({"WEEFSEL_EXAMPLE_USERS": "1", "WEEFSEL_HTTPS": "on"}, False),
        ({"WEEFSEL_EXAMPLE_USERS": "1", "WEEFSEL_HOSTS": "x.example"}, False),
        ({"WEEFSEL_HOSTS": " , "}, True),
    ],
)
def test_no_setting_forces_them_into_an_install_for_others(given, may):
    assert config.example_users(given) is may
