"""``weefsel account``: what only who runs the install does, through the command itself."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from weefsel.base.errors import InputError, NotFoundError
from weefsel.commands import account
from weefsel.web.accounts.models import House, Invitation, OpenSession, User

from .houses import browser, house, member, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "quick_passwords")]


@pytest.fixture
def run(monkeypatch):
    """Give the command, on the database of the test."""
    monkeypatch.setattr(account, "_ready", lambda: None)
    monkeypatch.setenv("WEEFSEL_LANG", "nl")

    def invoke(*arguments: str) -> str:
        done = CliRunner().invoke(account.account, arguments)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.output

    return invoke


def test_a_house_is_made_with_its_kind_and_municipality(run):
    run("house", "Gemeente Hier", "--kind", "municipality", "--area", "GM0164")
    run("house", "Welzijn Verzonnen", "--kind", "organisation", "--area", "GM9990")
    made = {one.slug: one for one in House.objects.all()}
    assert made["gemeente-hier"].area == "GM0164"
    assert not made["gemeente-hier"].fictitious
    assert made["welzijn-verzonnen"].fictitious


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("house", "Huis a", "--kind", "organisation"), "al een huis met deze naam"),
        (("house", "Iets", "--kind", "kasteel"), "geen soort huis"),
        (("house", "Iets", "--kind", "municipality", "--area", "0164"), "geen code van een"),
        (("house", "Iets", "--kind", "municipality", "--area", "GM0164\n"), "geen code van een"),
        (("house", "!!!", "--kind", "municipality"), "kan geen naam van een huis zijn"),
        (("house", "x" * 500, "--kind", "municipality"), "kan geen naam van een huis zijn"),
        (("invite", "--house", "nergens", "--role", "council"), "geen huis met deze naam"),
        (("invite", "--house", "huis-a", "--role", "resident"), "geen rol in een huis"),
        (("end", "niemand"), "niemand logt in met deze naam"),
        (("manager", "niemand"), "niemand logt in met deze naam"),
        (("new-password", "niemand"), "niemand logt in met deze naam"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(run, arguments, said):
    house("huis-a", name="Huis a")
    with pytest.raises(InputError) as fault:
        run(*arguments)
    assert said in fault.value.sentence("nl")
    assert Invitation.objects.count() == 0


def test_an_account_that_ends_is_out_at_once(run):
    one = member(house("a"), "volunteer", "weg", name="Wil Weg")
    member(one.house, "administrator")
    seen = browser(one.user)
    run("end", "WEG")
    one.refresh_from_db()
    assert one.until is not None
    assert not OpenSession.objects.filter(user=one.user).exists()
    assert seen.get("/mijn-account/").status_code == 302
    assert User.objects.get(pk=one.user.pk).name == "Wil Weg"
    run("end", "weg", "--forget")
    assert User.objects.get(pk=one.user.pk).get_full_name() == "oud-medewerker"
    with pytest.raises(NotFoundError):
        run("end", "weg")


def test_the_last_administrator_is_not_ended_by_the_command_either(run):
    one = member(house("a"), "administrator", "baas")
    with pytest.raises(InputError, match="last administrator"):
        run("end", "baas")
    assert User.objects.get(pk=one.user.pk).is_active
    one.refresh_from_db()
    assert one.until is None


def test_a_manager_is_named_and_unnamed_but_never_the_last(run):
    person("een")
    person("twee")
    run("manager", "een")
    with pytest.raises(InputError, match="last manager"):
        run("manager", "een", "--off")
    run("manager", "twee")
    run("manager", "een", "--off")
    assert [one.username for one in User.objects.filter(is_superuser=True)] == ["twee"]


def test_the_list_and_the_small_repairs_run(run):
    member(house("a"), "volunteer", "lid")
    person("los")
    listed = run("list")
    assert "lid" in listed
    assert "los" in listed
    assert all(run(repair, "lid").strip() for repair in ("reset-factor", "unlock"))
    assert "/nieuw-wachtwoord/" in run("new-password", "lid")
