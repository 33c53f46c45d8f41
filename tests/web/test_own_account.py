"""One's own account: change it, take it along, delete it; and the pages that say why (not)."""

from __future__ import annotations

import json

import pytest

from weefsel.web.accounts.models import Membership, OpenSession, User
from weefsel.web.accounts.own_data import _HOLDERS, holds
from weefsel.web.accounts.table import RULES

from .houses import SECRET, browser, house, member, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "quick_passwords")]
NEW = "een heel ander geheim"


@pytest.fixture
def worker() -> Membership:
    town = house("dorp", kind="municipality", name="Gemeente Dorp")
    member(town, "administrator", "beheer")
    return member(town, "social_worker", "werker", name="Wil Werker", email="wil@example.org")


def test_who_is_not_logged_in_is_sent_to_do_so():
    page = browser().get("/mijn-account/")
    assert page.status_code == 302
    assert page["Location"].endswith("?next=/mijn-account/")


def test_name_language_and_e_mail_are_changed(worker):
    seen = browser(worker.user)
    given = {"name": " Wil  de Werker ", "language": "en", "email": "", "reachable": ""}
    assert seen.post("/mijn-account/", given).status_code == 302
    worker.user.refresh_from_db()
    assert (worker.user.name, worker.user.language, worker.user.email) == (
        "Wil de Werker",
        "en",
        "",
    )


@pytest.mark.parametrize(
    "given", [{"name": ""}, {"name": "x", "language": "fr"}, {"name": "x", "email": "geen adres"}]
)
def test_what_cannot_be_is_refused(worker, given):
    assert browser(worker.user).post("/mijn-account/", given).status_code == 400
    worker.user.refresh_from_db()
    assert worker.user.name == "Wil Werker"


def test_nobody_gives_themselves_more_by_the_form(worker):
    given = {"name": "x", "is_superuser": "on", "is_staff": "on", "username": "baas", "role": "x"}
    browser(worker.user).post("/mijn-account/", given)
    found = User.objects.get(pk=worker.user.pk)
    assert (found.is_superuser, found.is_staff, found.username) == (False, False, "werker")


def test_another_password_takes_the_old_one_and_ends_other_sessions(worker):
    here, there = browser(worker.user), browser(worker.user)
    given = {"old": "verkeerd geraden", "password": NEW, "again": NEW}
    assert here.post("/mijn-account/wachtwoord/", given).status_code == 400
    assert here.post("/mijn-account/wachtwoord/", {**given, "old": SECRET}).status_code == 302
    worker.user.refresh_from_db()
    assert worker.user.check_password(NEW)
    assert here.get("/mijn-account/").status_code == 200
    assert there.get("/mijn-account/").status_code == 302


def test_guessing_the_old_password_on_the_page_locks_out(worker):
    seen = browser(worker.user)
    given = {"password": NEW, "again": NEW}
    for _time in range(6):
        seen.post("/mijn-account/wachtwoord/", {**given, "old": "verkeerd geraden"})
    seen.post("/mijn-account/wachtwoord/", {**given, "old": SECRET})
    worker.user.refresh_from_db()
    assert not worker.user.check_password(NEW)


def test_other_sessions_are_shown_and_ended(worker):
    here, there = browser(worker.user), browser(worker.user)
    assert here.get("/mijn-account/").content.decode().count("Sinds <time") == 2
    here.post("/mijn-account/sessies/einde/")
    assert OpenSession.objects.filter(user=worker.user).count() == 1
    assert here.get("/mijn-account/").status_code == 200
    assert there.get("/mijn-account/").status_code == 302


def test_a_session_knows_whose_it_is_and_since_when(worker):
    seen = browser(worker.user)
    begun = OpenSession.objects.get(user=worker.user).begun
    session = seen.session
    session["iets"] = "anders"
    session.save()
    assert OpenSession.objects.get(user=worker.user).begun == begun


def test_everything_that_is_held_of_somebody_comes_along_and_of_nobody_else(worker):
    @holds("test-things")
    def things(user: User) -> list[str]:
        return [f"ding van {user.username}"]

    try:
        answer = browser(worker.user).get("/mijn-account/mijn-gegevens.json")
    finally:
        _HOLDERS.pop("test-things")
    found = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert found["account"]["username"] == "werker"
    assert found["account"]["uid"] == str(worker.user.uid)
    assert found["memberships"][0]["house"] == "Gemeente Dorp"
    assert found["test-things"] == ["ding van werker"]
    assert worker.user.password not in answer.content.decode()
    assert "beheer" not in answer.content.decode()


def test_two_parts_cannot_hold_data_under_one_name():
    with pytest.raises(ValueError, match="taken"):
        holds("account")(lambda user: {})


def test_a_deleted_account_leaves_a_number_and_no_name(worker):
    seen = browser(worker.user)
    uid = worker.user.uid
    page = seen.get("/mijn-account/verwijderen/").content.decode()
    assert "Dit blijft, en waarom" in page
    for given in ({"password": "fout", "sure": "on"}, {"password": SECRET}):
        assert seen.post("/mijn-account/verwijderen/", given).status_code == 400
    done = seen.post("/mijn-account/verwijderen/", {"password": SECRET, "sure": "on"}, follow=True)
    assert "Je account is verwijderd" in done.content.decode()
    left = User.objects.get(uid=uid)
    kept = str(User.objects.filter(pk=left.pk).values())
    assert not any(word in kept for word in ("'werker'", "Wil Werker", "example.org"))
    assert left.get_full_name() == "oud-medewerker"
    assert (left.is_active, left.has_usable_password()) == (False, False)
    assert not left.memberships.filter(until__isnull=True).exists()
    assert not OpenSession.objects.filter(user=left).exists()
    assert seen.get("/mijn-account/").status_code == 302
    person("werker")  # the name is free again


def test_who_logs_in_elsewhere_deletes_only_from_a_fresh_session(worker):
    from datetime import timedelta

    from django.utils import timezone

    worker.user.set_unusable_password()
    worker.user.save()
    seen = browser(worker.user)
    assert seen.get("/mijn-account/verwijderen/").status_code == 200
    OpenSession.objects.update(begun=timezone.now() - timedelta(hours=1))
    assert seen.get("/mijn-account/verwijderen/").status_code == 302
    assert User.objects.get(pk=worker.user.pk).is_active


def test_the_last_manager_of_the_install_cannot_go():
    boss = person("baas", is_superuser=True)
    page = browser(boss).post("/mijn-account/verwijderen/", {"password": SECRET, "sure": "on"})
    assert page.status_code == 400
    assert "laatste beheerder van deze installatie" in page.content.decode()


@pytest.mark.parametrize(
    ("why", "rights"), [("/waarom/", "/rechten/"), ("/en/why/", "/en/rights/")]
)
def test_the_whole_table_and_every_right_is_explained_to_everybody(worker, why, rights):
    lang = "en" if why.startswith("/en") else "nl"
    for seen in (browser(), browser(worker.user)):
        table = seen.get(rights).content.decode()
        mine = seen.get(why).content.decode()
        for right, rule in RULES.items():
            words = rule.words.render(lang).replace("'", "&#x27;")
            assert words in table
            assert words in mine
            page = seen.get(f"{why}?what={right}")
            assert page.status_code == 200
            assert words in page.content.decode()


def test_a_right_that_does_not_exist_is_said_so():
    page = browser().get("/waarom/?what=<script>alert(1)</script>")
    assert page.status_code == 200
    assert "Er is geen recht met die naam" in page.content.decode()
    assert "<script>" not in page.content.decode()


def test_a_refusal_says_which_right_who_has_it_what_one_is_and_whom_to_ask():
    one = member(house("dorp", name="Gemeente Dorp"), "volunteer")
    page = browser(one.user).get("/huis/dorp/leden/")
    said = page.content.decode()
    assert page.status_code == 403
    assert "zien wie er in een huis werken" in said
    assert "Je rol bij Gemeente Dorp is vrijwilliger: die rol mag dit niet." in said
    assert "sociaal werker, teamleider" in said
    assert "Vraag het een beheerder van dit huis." in said
    english = browser(one.user).get("/en/house/dorp/members/").content.decode()
    assert "Your role in Gemeente Dorp is volunteer: that role may not do this." in english


def test_who_is_not_logged_in_is_offered_to_log_in_and_come_back():
    page = browser().get("/mijn-account/mijn-gegevens.json")
    assert page.status_code == 403
    assert "inloggen/?next=/mijn-account/mijn-gegevens.json" in page.content.decode()


def test_who_forgot_the_password_chooses_another_by_a_link_of_one_time(worker):
    from weefsel.web.accounts.new_password import link_for

    before, link, other = browser(worker.user), link_for(worker.user), person("ander")
    given = {"password": NEW, "again": NEW}
    assert browser().post(link, {**given, "again": "iets anders dan dat"}).status_code == 200
    assert User.objects.get(pk=worker.user.pk).check_password(SECRET)
    assert (
        browser().post(link.replace(str(worker.user.uid), str(other.uid)), given).status_code
        == 404
    )
    assert browser().post(link, given).status_code == 302
    worker.user.refresh_from_db()
    assert worker.user.check_password(NEW)
    assert before.get("/mijn-account/").status_code == 302
    assert browser().get(link).status_code == 404


def test_there_is_no_new_password_for_who_logs_in_without_or_left(worker):
    from weefsel.base.errors import InputError
    from weefsel.web.accounts.new_password import link_for

    worker.user.set_unusable_password()
    with pytest.raises(InputError):
        link_for(worker.user)
