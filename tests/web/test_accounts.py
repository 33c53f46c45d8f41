"""Invitations, members, the end of a membership: what an administrator and a member do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from weefsel.web.accounts.happened import happened
from weefsel.web.accounts.leaving import _BELONGINGS, Belongings, in_care
from weefsel.web.accounts.models import Invitation, Membership, OpenSession, User, token_hash

from .houses import SECRET, browser, house, member, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "quick_passwords")]
LINK = re.compile(r"http://127\.0\.0\.1(/uitnodiging/[\w-]{40,}/)")


@pytest.fixture
def town():
    return house("dorp", kind="municipality", name="Gemeente Dorp")


@pytest.fixture
def boss(town) -> Membership:
    return member(town, "administrator", "beheer")


@pytest.fixture
def heard():
    """Give what was told of, for whoever keeps a log."""
    found = []

    def listen(sender, **told):
        found.append((sender, told))

    happened.connect(listen, weak=False)
    yield found
    happened.disconnect(listen)


@pytest.fixture(autouse=True)
def _nobody_guessed():
    cache.clear()


def invited(boss, role: str = "team_lead", **more) -> str:
    """Invite somebody by the page; give the path of the link that is shown."""
    page = browser(boss.user).post(
        f"/huis/{boss.house.slug}/leden/uitnodigen/", {"role": role, **more}
    )
    assert page.status_code == 200, page.content.decode()
    return LINK.search(page.content.decode())[1]


FORM = {"name": "Fenna", "username": "fenna", "password": SECRET, "again": SECRET}


def test_somebody_is_invited_takes_a_name_and_password_and_is_in(boss, heard):
    link, guest = invited(boss), browser()
    assert "Gemeente Dorp nodigt je uit als teamleider" in guest.get(link).content.decode()
    page = guest.post(link, FORM, follow=True)
    assert page.redirect_chain[-1][0] == "/mijn-account/"
    assert "Gemeente Dorp" in page.content.decode()
    made = User.objects.get(username="fenna")
    assert made.check_password(SECRET)
    assert [(one.house, one.role) for one in made.memberships.all()] == [(boss.house, "team_lead")]
    assert [sender for sender, _told in heard] == ["invitation.make", "invitation.accept"]
    assert heard[-1][1]["about"] == made.uid


def test_a_link_works_once_and_only_its_hash_is_kept(boss):
    link = invited(boss)
    token = link.split("/")[2]
    kept = Invitation.objects.get()
    assert kept.token_hash == token_hash(token) != token
    assert token not in str(Invitation.objects.values())
    browser().post(link, FORM)
    again = browser().post(link, {**FORM, "username": "ander"})
    assert again.status_code == 404
    assert User.objects.filter(username="ander").count() == 0


@pytest.mark.parametrize("change", ["expires_at", "withdrawn_at"])
def test_a_link_that_is_too_old_or_withdrawn_does_nothing(boss, change):
    link = invited(boss)
    Invitation.objects.update(**{change: timezone.now() - timedelta(seconds=1)})
    for page in (browser().get(link), browser().post(link, FORM)):
        assert page.status_code == 404
        assert "Gemeente Dorp" not in page.content.decode()
    assert not User.objects.filter(username="fenna").exists()


def test_withdrawing_on_the_page_makes_a_link_worthless(boss):
    link, seen = invited(boss), browser(boss.user)
    page = seen.get("/huis/dorp/leden/").content.decode()
    where = re.search(r'action="(/huis/dorp/uitnodigingen/[^"]+/intrekken/)"', page)[1]
    assert seen.post(where).status_code == 302
    assert browser().get(link).status_code == 404
    assert where not in seen.get("/huis/dorp/leden/").content.decode()


def test_who_guesses_links_has_to_wait_and_a_right_link_keeps_working(boss):
    link, guesser = invited(boss), browser()
    said = [guesser.get(f"/uitnodiging/{'x' * 43}{n}/").status_code for n in range(25)]
    assert said == [404] * 20 + [429] * 5
    assert guesser.get(f"/uitnodiging/{'y' * 43}/")["Retry-After"] == "600"
    assert guesser.get(link).status_code == 200


def test_a_link_that_still_works_never_stands_in_the_log(boss, caplog):
    link = invited(boss)
    browser().post(link, {**FORM, "again": "iets heel anders"})
    assert link.split("/")[2] not in caplog.text
    assert browser().get(link).status_code == 200


def test_the_link_stays_out_of_caches_and_of_what_other_pages_are_told(boss):
    page = browser().get(invited(boss))
    # Not "no-referrer": browsers then send the form without an origin, and it is refused.
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"password": "kort", "again": "kort"}, "password"),
        ({"password": "wachtwoord1234", "again": "wachtwoord1235"}, "again"),
        (
            {
                "password": "fenna-de-tester",
                "again": "fenna-de-tester",
                "username": "fenna-de-tester",
            },
            "password",
        ),
        ({"username": "BEHEER"}, "username"),
        ({"username": "ВЕНЕЕR"}, "username"),  # Cyrillic letters that look Latin
        ({"username": "beheer\u200b"}, "username"),
        ({"username": "be\u202eheer"}, "username"),
        ({"username": "béheer"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "12345"}, "username"),
        ({"username": "a" * 61}, "username"),
        ({"username": "a b"}, "username"),
        ({"username": "<script>"}, "username"),
        ({"name": "Fen\u202ena"}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x\x00y"}, "name"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(boss, change, wrong):
    page = browser().post(invited(boss), {**FORM, **change})
    assert page.status_code == 200
    assert f'href="#id_{wrong}"' in page.content.decode()
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan", "jAN"),
        ("modern", "modem"),
        ("jano", "jan0"),
        ("lisa", "1isa"),
        ("łukasz", "lukasz"),
        ("İpek", "ipek"),
        ("ﬁen", "fien"),
        ("ＪＡＮ", "jan"),
        ("straße", "strasse"),
    ],
)
def test_two_names_that_look_alike_are_one(boss, one, other):
    person(one)
    page = browser().post(invited(boss), {**FORM, "username": other})
    assert "lijkt te veel op een andere" in page.content.decode()


def test_capitals_make_no_difference_at_the_log_in_and_look_alikes_do():
    made = person("Jano")
    assert User.objects.get_by_natural_key("JANO") == made
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key("Jan0")


def test_two_who_use_one_link_at_once_become_one_member(boss):
    from weefsel.base.errors import InputError
    from weefsel.web.accounts.invitations import _use

    invited(boss)
    first, second = Invitation.objects.get(), Invitation.objects.get()
    _use(first, person("een"))
    with pytest.raises(InputError):
        _use(second, person("twee"))
    assert Membership.objects.filter(role="team_lead").count() == 1


def test_who_has_an_account_joins_with_it_and_chooses_where_to_work(boss):
    other = house("stad", name="Huis Stad")
    known = member(other, "director", "bekend")
    seen = browser(known.user)
    link = invited(boss)
    assert "Wil je met dit account lid worden?" in seen.get(link).content.decode()
    page = seen.post(link, follow=True).content.decode()
    assert "Gemeente Dorp" in page
    assert "Huis Stad" in page
    assert known.user.memberships.count() == 2
    seen.post("/mijn-account/huis/", {"house": str(boss.house.pk)})
    assert seen.get("/mijn-account/").context["request"].house == boss.house
    seen.post("/mijn-account/huis/", {"house": str(other.pk)})
    assert seen.get("/mijn-account/").context["request"].house == other


def test_choosing_a_house_leads_back_to_a_page_of_ours_only(boss):
    given = {"house": str(boss.house.pk)}
    for asked, led in (("/kiezen/", "/kiezen/"), ("https://elders.example", "/mijn-account/")):
        page = browser(boss.user).post("/mijn-account/huis/", {**given, "next": asked})
        assert page["Location"] == led


def test_nobody_chooses_a_house_that_is_not_theirs(boss):
    other = house("stad")
    seen = browser(boss.user)
    assert seen.post("/mijn-account/huis/", {"house": str(other.pk)}).status_code == 404
    assert seen.post("/mijn-account/huis/", {"house": "zomaar"}).status_code == 404
    assert seen.get("/mijn-account/").context["request"].house == boss.house


def test_an_e_mail_address_is_only_asked_where_mail_is_set_up_and_is_not_kept(boss, settings):
    settings.EMAIL_HOST = ""
    page = browser(boss.user).get("/huis/dorp/leden/").content.decode()
    assert 'name="email"' not in page
    settings.EMAIL_HOST = "post.example.org"
    assert 'name="email"' in browser(boss.user).get("/huis/dorp/leden/").content.decode()
    link = invited(boss, email="nieuw@example.org")
    assert [one.to for one in mail.outbox] == [["nieuw@example.org"]]
    assert link in mail.outbox[0].body
    assert "nieuw@example.org" not in str(Invitation.objects.values())


def test_a_mail_server_that_does_not_answer_is_said_and_the_link_is_shown(boss, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert invited(boss, email="nieuw@example.org")
    page = browser(boss.user).post(
        "/huis/dorp/leden/uitnodigen/", {"role": "council", "email": "nieuw@example.org"}
    )
    assert "Versturen per e-mail lukte niet" in page.content.decode()


def test_a_role_that_does_not_exist_is_refused(boss):
    for role in ("resident", "install", "baas", ""):
        page = browser(boss.user).post("/huis/dorp/leden/uitnodigen/", {"role": role})
        assert page.status_code == 400
    assert Invitation.objects.count() == 0


def test_another_role_counts_at_the_next_page(boss, heard):
    one = member(boss.house, "volunteer")
    seen = browser(one.user)
    assert seen.get("/huis/dorp/leden/").status_code == 403
    browser(boss.user).post(f"/huis/dorp/leden/{one.pk}/rol/", {"role": "team_lead"})
    assert seen.get("/huis/dorp/leden/").status_code == 200
    told = heard[-1][1]["what"]
    assert (told["before"], told["after"]) == ("volunteer", "team_lead")


def test_who_leaves_is_out_at_once_and_what_they_made_stays_with_the_house(boss):
    one = member(boss.house, "social_worker")
    seen = browser(one.user)
    assert seen.get("/huis/dorp/leden/").status_code == 200
    browser(boss.user).post(f"/huis/dorp/leden/{one.pk}/einde/", {"heir": ""})
    assert OpenSession.objects.filter(user=one.user).count() == 0
    assert seen.get("/mijn-account/").status_code == 302
    one.refresh_from_db()
    assert one.until is not None
    assert browser(one.user).get("/huis/dorp/leden/").status_code == 404


@pytest.fixture
def care():
    """Give things in somebody's care, and take the register back afterwards."""
    from weefsel.base.language import text

    owned: dict[int, list[str]] = {}

    def move(user, where, heir):
        things = owned.pop(user.pk, [])
        if heir is not None:
            owned.setdefault(heir.pk, []).extend(things)

    added = in_care(
        Belongings(text("everything"), lambda user, where: len(owned.get(user.pk, [])), move)
    )
    yield owned
    _BELONGINGS.remove(added)


def test_what_was_in_care_goes_to_who_takes_over(boss, care):
    one, heir = member(boss.house, "social_worker"), member(boss.house, "team_lead")
    care[one.user.pk] = ["recept"]
    seen = browser(boss.user)
    page = seen.get(f"/huis/dorp/leden/{one.pk}/einde/").content.decode()
    assert "Nu onder de hoede:" in page
    seen.post(f"/huis/dorp/leden/{one.pk}/einde/", {"heir": str(heir.user.uid)})
    assert care == {heir.user.pk: ["recept"]}


def test_nobody_of_another_house_takes_over(boss, care):
    one, stranger = member(boss.house, "social_worker"), member(house("stad"), "team_lead")
    page = browser(boss.user).post(
        f"/huis/dorp/leden/{one.pk}/einde/", {"heir": str(stranger.user.uid)}
    )
    assert page.status_code == 400
    one.refresh_from_db()
    assert one.until is None


@pytest.mark.parametrize("way", ["einde", "rol", "weggaan", "account"])
def test_the_last_administrator_cannot_go(boss, way):
    seen = browser(boss.user)
    page = {
        "einde": lambda: seen.post(f"/huis/dorp/leden/{boss.pk}/einde/", {"heir": ""}),
        "rol": lambda: seen.post(f"/huis/dorp/leden/{boss.pk}/rol/", {"role": "council"}),
        "weggaan": lambda: seen.post(f"/mijn-account/weggaan/{boss.pk}/", {"heir": ""}),
        "account": lambda: seen.post(
            "/mijn-account/verwijderen/", {"password": SECRET, "sure": "on"}
        ),
    }[way]()
    assert page.status_code == 400
    assert "laatste beheerder van Gemeente Dorp" in page.content.decode()
    boss.refresh_from_db()
    assert (boss.until, boss.role) == (None, "administrator")
    member(boss.house, "administrator", "tweede")
    assert seen.post(f"/mijn-account/weggaan/{boss.pk}/", {"heir": ""}).status_code == 302


def test_nobody_leaves_in_the_name_of_another(boss):
    one = member(boss.house, "volunteer")
    assert browser(boss.user).post(f"/mijn-account/weggaan/{one.pk}/").status_code == 404


def test_a_membership_is_not_ended_through_the_address_of_another_house(boss):
    other = member(house("stad"), "volunteer")
    seen = browser(boss.user)
    for what in ("rol", "einde", "tweede-stap"):
        for key in (other.pk, "00000000-0000-4000-8000-000000000000"):
            assert seen.post(f"/huis/dorp/leden/{key}/{what}/", {}).status_code == 404
    other.refresh_from_db()
    assert other.until is None


def test_only_who_chose_so_shows_an_e_mail_address(boss):
    User.objects.filter(pk=boss.user.pk).update(email="beheer@example.org")
    one = member(boss.house, "volunteer")
    seen = browser(one.user)
    page = seen.get("/huis/dorp/leden/").content.decode()
    assert "Vraag het een beheerder van dit huis." in page
    assert "beheer@example.org" not in page
    User.objects.filter(pk=boss.user.pk).update(reachable=True)
    assert "beheer@example.org" in seen.get("/huis/dorp/leden/").content.decode()
    stranger = member(house("stad"), "volunteer")
    assert "beheer@example.org" not in browser(stranger.user).get("/waarom/").content.decode()


def test_the_second_factor_of_a_colleague_is_reset_and_the_sessions_end(boss, heard):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    one = member(boss.house, "volunteer")
    TOTPDevice.objects.create(user=one.user, name="default", confirmed=True)
    browser(one.user)
    browser(boss.user).post(f"/huis/dorp/leden/{one.pk}/tweede-stap/")
    assert not TOTPDevice.objects.exists()
    assert not OpenSession.objects.filter(user=one.user).exists()
    assert heard[-1][0] == "member.reset_factor"


def test_a_members_page_asks_the_database_no_more_for_more_people(
    boss, django_assert_max_num_queries
):
    seen = browser(boss.user)
    seen.get("/huis/dorp/leden/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        seen.get("/huis/dorp/leden/")
    for n in range(20):
        member(boss.house, "volunteer", f"lid{n}a")
    with django_assert_max_num_queries(len(few)):
        seen.get("/huis/dorp/leden/")
