"""Logging in without a browser: passwords, lock-out, the second factor, the end of a session."""

from __future__ import annotations

import re
import time
from base64 import b32decode
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from weefsel.base.errors import InputError
from weefsel.web import settings as settings_of_the_product
from weefsel.web.accounts.models import User
from weefsel.web.login import config, guard, lock_out, second_factor

from .houses import SECRET, browser, house, member, person

pytestmark = pytest.mark.django_db
WRONG = "horen niet bij elkaar"
IN_USE = list(settings_of_the_product.PASSWORD_HASHERS)
IN, SET_UP, GIVE = "/inloggen/", "/mijn-account/tweede-stap/instellen/", "/inloggen/code/"
STATE = "/mijn-account/tweede-stap/"


def visitor(**more: str) -> Client:
    return Client(headers={"host": "127.0.0.1", **more}, raise_request_exception=False)


def enter(client: Client, name: str, password: str = SECRET, next_page: str = "", **more):
    data = {
        "log_in-current_step": "auth",
        "auth-username": name,
        "auth-password": password,
        "next": next_page,
    }
    return client.post(IN, data, **more)


def say(client: Client, code: str, step: str = "token", **more):
    if step == "backup":
        client.post(IN, {"wizard_goto_step": "backup"})
    return client.post(IN, {"log_in-current_step": step, f"{step}-otp_token": code, **more})


def inside(client: Client) -> bool:
    """Tell whether somebody is logged in, by a page that shows (and so ends) no message."""
    return client.get("/uitloggen/").wsgi_request.user.is_authenticated


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def with_factor(user: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="default")


def code_of(device: TOTPDevice, step: int = 0) -> str:
    """Compute a code as a phone does, from the key alone."""
    return f"{totp(bytes.fromhex(device.key), drift=step):06d}"


def later(device: TOTPDevice) -> None:
    """Let the moment of waiting after a wrong code pass."""
    TOTPDevice.objects.filter(pk=device.pk).update(throttling_failure_timestamp=None)


def test_the_page_says_what_accounts_are_for_and_that_residents_need_none(home):
    assert "heb je geen account nodig, ook niet als inwoner" in words(visitor().get(IN))
    assert "You need no account to see figures" in words(visitor().get("/en/log-in/"))


def test_name_and_password_let_somebody_in_under_another_session(home):
    person("ans")
    client = visitor()
    client.get(IN)
    before = client.cookies["sessionid"].value
    answer = enter(client, "ANS")  # capitals make no difference
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.cookies["sessionid"].value != before
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert inside(client)
    assert client.get(IN).status_code == 302


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/kiezen/?x=1", "/kiezen/?x=1"),
        ("https://kwaad.example/", "/"),
        ("//kwaad.example/", "/"),
        ("/\\kwaad.example", "/"),
        ("javascript:alert(1)", "/"),
        ("http://127.0.0.1@kwaad.example/", "/"),
        ("/" + "a" * 3000, "/"),
    ],
)
def test_after_logging_in_one_goes_back_only_to_a_page_of_ours(home, asked, goes):
    person("ans")
    assert enter(visitor(), "ans", next_page=asked)["Location"] == goes


def test_who_chose_english_comes_in_english(home):
    person("ans", language="en")
    assert enter(visitor(), "ans")["Location"] == "/en/"


def test_of_a_wrong_name_and_a_wrong_password_the_same_is_said_with_the_same_work(
    home, monkeypatch, settings
):
    from django.contrib.auth.hashers import ScryptPasswordHasher

    settings.PASSWORD_HASHERS = IN_USE
    person("annemarie")
    person("vertrokken", is_active=False)
    work, encode = [], ScryptPasswordHasher.encode
    monkeypatch.setattr(
        ScryptPasswordHasher, "encode", lambda *given: work.append(1) or encode(*given)
    )
    said, worked = set(), []
    tries = (
        ("annemarie", "fout"),
        ("bestaat-niet", "fout"),
        ("vertrokken", SECRET),
        ("vertrokken", "fout"),
    )
    for name, password in tries:
        work.clear()
        answer = enter(visitor(), name, password)
        assert answer.status_code == 200
        said.add(words(answer).replace(name, ""))
        worked.append(len(work))
    assert len(said) == 1
    assert WRONG in said.pop()
    assert worked == [1, 1, 1, 1]


def test_after_five_wrong_tries_one_waits_whether_the_name_exists_or_not(home):
    person("ans")
    pages = []
    for name in ("ans", "niemand"):
        client = visitor()
        for _try in range(4):
            assert WRONG in words(enter(client, name, "fout"))
        shut = enter(client, name, "fout")
        assert shut.status_code == 429
        assert "Over 15 minuten mag je het weer proberen" in words(shut)
        again = enter(client, name, SECRET)  # the right password helps no more
        assert again.status_code == 429
        assert not inside(client)
        pages.append(words(again))
    assert pages[0] == pages[1]


def test_the_wait_is_over_after_a_quarter_of_an_hour_also_for_who_keeps_knocking(home):
    from axes.models import AccessAttempt

    person("ans")
    client = visitor()
    for _try in range(9):
        enter(client, "ans", "fout")
    row = AccessAttempt.objects.get()
    assert row.failures_since_start == 5  # knocking on does not make it longer
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14, seconds=30))
    assert "Over 1 minuut mag" in words(enter(client, "ans"))
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert enter(client, "ans").status_code == 302


def test_the_lock_is_for_a_name_from_an_address_however_it_is_written(home):
    person("ans")
    person("bea")
    client = visitor()
    for name in ("ans", "ANS", " ans ", "Ans", "\uff41ns"):  # the last a wide a
        answer = enter(client, name, "fout")
    assert answer.status_code == 429
    assert enter(visitor(), "bea").status_code == 302
    assert enter(visitor(), "ans", REMOTE_ADDR="198.51.100.7").status_code == 302
    assert enter(visitor(), "ans").status_code == 429
    assert lock_out.unlock("Ans") >= 1
    assert enter(visitor(), "ans").status_code == 302


def test_a_header_about_the_address_counts_only_behind_servers_of_our_own(home, settings):
    person("ans")

    def locked_after(**given: str) -> bool:
        lock_out.unlock("ans")
        for number in range(5):
            header = given["header"].replace("N", str(number))
            answer = enter(visitor(**{"x-forwarded-for": header}), "ans", "fout")
        return answer.status_code == 429

    assert locked_after(header="203.0.113.N")  # nobody in front: the header is the visitor's own
    settings.WEEFSEL_PROXIES = 1
    assert not locked_after(header="203.0.113.N")  # five visitors behind one server
    assert locked_after(header="203.0.113.N, 198.51.100.7")  # what the visitor put before it
    assert locked_after(header="203.0.113.N, 198.51.100.7:4431N")  # a port makes no difference
    settings.WEEFSEL_PROXIES = 2
    assert locked_after(header="1.1.1.N, 198.51.100.7, 10.0.0.1")
    assert not locked_after(header="1.1.1.1, 198.51.100.N, 10.0.0.1")
    assert locked_after(header="")  # a header too few: where the connection comes from


def test_nothing_that_is_kept_of_a_wrong_try_holds_the_password(home):
    from axes.models import AccessAttempt

    enter(visitor(), "ans", "bijna-het-goede-wachtwoord")
    enter(visitor(), "ans", "bijna-het-goede-wachtwoord")
    (row,) = AccessAttempt.objects.values()
    assert "bijna" not in str(row)


@pytest.mark.parametrize("name", ["", "\0", "a" * 500, "' or 1=1 --", "Ünïcøde", "\u202eans"])
def test_strange_names_are_refused_in_a_sentence(home, name):
    answer = enter(visitor(), name, "fout")
    assert answer.status_code == 200
    assert not inside(visitor())


def test_a_form_that_was_tampered_with_is_refused(home):
    for data in ({}, {"log_in-current_step": "token"}, {"log_in-current_step": "x"}):
        client = visitor()
        assert client.post(IN, data).status_code in {200, 400}
        assert not inside(client)


def test_who_has_a_second_factor_is_in_only_after_the_code(home):
    device = with_factor(person("ans"))
    client = visitor()
    answer = enter(client, "ans")
    assert "Vul nu de code in" in words(answer)
    assert not inside(client)
    assert "klopt niet" in words(say(client, "000000"))
    assert "even wachten" in words(say(client, code_of(device)))  # right, but too soon
    assert not inside(client)
    later(device)
    code = code_of(device)
    assert say(client, f"{code[:3]} {code[3:]}")["Location"] == "/"
    assert inside(client)
    other = visitor()
    enter(other, "ans")
    assert "klopt niet" in words(say(other, code))  # a code works once
    assert not inside(other)


def test_the_code_of_somebody_else_opens_nothing(home):
    with_factor(person("ans"))
    mine = with_factor(person("bea"))
    client = visitor()
    enter(client, "ans")
    answer = say(client, code_of(mine), **{"token-otp_device": mine.persistent_id})
    assert "klopt niet" in words(answer)
    client.post(IN, {"challenge_device": mine.persistent_id})
    assert not inside(client)


def test_changing_the_name_half_way_does_not_carry_the_code_over(home):
    ans, bea = person("ans"), person("bea")
    device = with_factor(bea)
    with_factor(ans)
    client = visitor()
    enter(client, "bea")
    enter(client, "ans")
    say(client, code_of(device))
    assert not inside(client)


def test_a_backup_code_works_once(home):
    user = person("ans")
    with_factor(user)
    StaticDevice.objects.create(user=user, name="backup").token_set.create(token="abcd2345")
    client = visitor()
    enter(client, "ans")
    assert say(client, " ABCD 2345", "backup").status_code == 302
    assert inside(client)
    other = visitor()
    enter(other, "ans")
    assert "al gebruikt" in words(say(other, "abcd2345", "backup"))
    assert not inside(other)


def test_too_long_between_password_and_code_begins_again(home, settings):
    device = with_factor(person("ans"))
    client = visitor()
    enter(client, "ans")
    settings.TWO_FACTOR_LOGIN_TIMEOUT = -1
    answer = say(client, code_of(device))
    assert not inside(client)
    assert 'name="auth-username"' in answer.content.decode()


NEEDS = {"administrator", "director", "policy_adviser"}


@pytest.mark.parametrize(
    "role",
    [
        "volunteer",
        "social_worker",
        "team_lead",
        "director",
        "policy_adviser",
        "council",
        "administrator",
    ],
)
def test_who_has_a_role_that_needs_it_gets_no_further_than_setting_it_up(home, settings, role):
    settings.WEEFSEL_SECOND_FACTOR = config.second_factor({})
    client = browser(member(house("een"), role).user)
    pages = ("/", "/gemeente/GM9990/", "/kiezen/", "/huis/een/leden/", "/en/choose/")
    for page in pages:
        answer = client.get(page)
        held = answer.status_code == 302 and SET_UP.split("/")[1] in answer["Location"]
        english = answer.status_code == 302 and "/second-factor/set-up/" in answer["Location"]
        assert (held or english) == (role in NEEDS), page
    asked = client.get("/api/v1/openapi.json")
    assert (asked.status_code == 403) == (role in NEEDS)
    if role in NEEDS:
        assert asked["Content-Type"] == "application/problem+json"
        assert "instellen" in client.post(reverse("choice-upload"))["Location"]
    for page in ("/mijn-account/", "/waarom/", STATE, SET_UP):
        assert client.get(page).status_code == 200, page


def test_the_setting_says_who_needs_it(home, settings):
    volunteer, director = (
        member(house(x), x.replace("-", "_")).user for x in ("volunteer", "director")
    )
    manager = person("baas", is_superuser=True)
    for given, wanted in (
        ("all", (True, True, True)),
        ("roles", (False, True, True)),
        ("off", (False, False, False)),
        ("volunteer, council", (True, False, True)),
    ):
        settings.WEEFSEL_SECOND_FACTOR = config.second_factor({"WEEFSEL_SECOND_FACTOR": given})
        found = tuple(map(second_factor.is_required, (volunteer, director, manager)))
        assert found == wanted, given


@pytest.mark.parametrize(
    ("read", "name", "given"),
    [
        (config.second_factor, "WEEFSEL_SECOND_FACTOR", "sometimes"),
        (config.second_factor, "WEEFSEL_SECOND_FACTOR", "resident"),
        (config.proxies, "WEEFSEL_PROXIES", "-1"),
        (config.proxies, "WEEFSEL_PROXIES", "veel"),
        (config.proxies, "WEEFSEL_PROXIES", "\u0663"),
        (config.idle_minutes, "WEEFSEL_IDLE_MINUTES", "0"),
        (config.idle_minutes, "WEEFSEL_IDLE_MINUTES", "721"),
    ],
)
def test_a_setting_that_cannot_be_right_is_refused_with_its_name(read, name, given):
    with pytest.raises(InputError) as fault:
        read({name: given})
    assert name in fault.value.sentence("nl")


def test_setting_it_up_asks_a_code_and_gives_ten_backup_codes(home, settings):
    settings.WEEFSEL_SECOND_FACTOR = config.second_factor({})
    user = member(house("een"), "director").user
    client = browser(user)
    page = client.get(SET_UP + "?next=/kiezen/")
    key = re.search(r'class="key">([A-Z2-7 ]+)<', page.content.decode()).group(1)
    picture = client.get(SET_UP + "code.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"].count("no-store")
    assert "klopt niet" in words(client.post(SET_UP, {"token": "nee"}))
    assert not TOTPDevice.objects.exists()
    code = f"{totp(b32decode(key.replace(' ', ''))):06d}"
    before = client.session.session_key
    done = client.post(SET_UP, {"token": code, "next": "/kiezen/"})
    codes = re.findall(r"<code>([a-z2-7]{8})</code>", done.content.decode())
    assert len(set(codes)) == 10
    assert 'href="/kiezen/"' in done.content.decode()
    assert client.session.session_key != before
    assert client.get("/kiezen/").status_code == 200
    assert client.get(SET_UP + "code.svg").status_code == 404  # the key is shown no more
    assert codes[0] not in client.get(STATE).content.decode()
    new = client.post(STATE + "reservecodes/").content.decode()
    assert codes[0] not in new
    assert StaticDevice.objects.get().token_set.count() == 10


def test_a_session_without_the_code_is_held_when_a_factor_was_made_elsewhere(home):
    user = person("ans")
    client = browser(user)
    assert client.get("/kiezen/").status_code == 200
    device = with_factor(user)
    StaticDevice.objects.create(user=user, name="backup").token_set.create(token="abcd2345")
    assert client.get("/kiezen/")["Location"] == f"{GIVE}?next=%2Fkiezen%2F"
    for page in (SET_UP, STATE + "uit/"):
        assert client.get(page).status_code == 302  # it cannot be replaced or ended from here
    assert client.post(STATE + "reservecodes/").status_code == 302
    assert "klopt niet" in words(client.post(GIVE, {"otp_token": "000000"}))
    later(device)
    given = {"otp_token": code_of(device), "next": "/kiezen/"}
    assert client.post(GIVE, given)["Location"] == "/kiezen/"
    assert client.get("/kiezen/").status_code == 200
    other = browser(user)
    assert other.post(GIVE + "?backup=1", {"otp_token": "abcd2345"}).status_code == 302
    assert other.get("/kiezen/").status_code == 200


def test_after_a_reset_it_must_be_made_again_where_the_role_needs_it(home, settings):
    settings.WEEFSEL_SECOND_FACTOR = config.second_factor({})
    user = member(house("een"), "director").user
    device = with_factor(user)
    client = visitor()
    enter(client, user.username)
    say(client, code_of(device))
    assert client.get("/kiezen/").status_code == 200
    assert second_factor.reset(user)
    assert not second_factor.reset(user)
    assert "instellen" in client.get("/kiezen/")["Location"]


def test_it_can_be_switched_off_only_where_no_role_needs_it(home, settings):
    user = member(house("een"), "director").user
    device = with_factor(user)
    client = visitor()
    enter(client, user.username)
    say(client, code_of(device))
    settings.WEEFSEL_SECOND_FACTOR = config.second_factor({})
    assert client.post(STATE + "uit/").status_code == 302
    assert TOTPDevice.objects.exists()
    settings.WEEFSEL_SECOND_FACTOR = frozenset()
    assert client.get(STATE + "uit/").status_code == 200
    client.post(STATE + "uit/")
    assert not TOTPDevice.objects.exists()


def test_logging_out_goes_by_a_button_and_ends_the_session(home):
    client = browser(person("ans"))
    key = client.cookies["sessionid"].value
    assert client.get("/uitloggen/").status_code == 405
    assert inside(client)
    assert client.post("/uitloggen/")["Location"] == "/uitgelogd/"
    assert not inside(client)
    old = visitor()
    old.cookies["sessionid"] = key
    assert not inside(old)


def test_logging_out_without_the_seal_of_our_form_does_nothing(home):
    client = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True)
    client.force_login(person("ans"))
    assert client.post("/uitloggen/").status_code == 403
    assert inside(client)


@pytest.mark.parametrize(
    ("idle", "age", "stays"), [(59, 100, True), (61, 100, False), (1, 721, False)]
)
def test_a_session_ends_when_idle_and_after_a_working_day(home, idle, age, stays):
    client = browser(person("ans"))
    session, now = client.session, int(time.time())
    session[guard.SEEN], session[guard.BEGAN] = now - idle * 60, now - age * 60
    session.save()
    page = client.get("/waarom/")
    assert page.wsgi_request.user.is_authenticated is stays
    assert ("gebeurde een tijd niets" in words(page)) is not stays


def test_who_only_looks_gets_no_cookie_and_nobody_asks_who_it_is(home):
    client = visitor()
    client.get("/gemeente/GM9990/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/gemeente/GM9990/")
    assert not [one for one in asked if re.search("session|user|member|login_|otp", one["sql"])]
    assert not client.cookies


def test_a_password_must_be_long_and_not_common_a_number_or_the_name():
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    user = User(username="annemarie.jansen")
    for weak in ("kort", "123456789012", "password1234", "annemarie.jansen"):
        with pytest.raises(ValidationError):
            validate_password(weak, user)
    validate_password(SECRET, user)


def test_a_new_password_is_kept_in_the_form_that_costs_memory_to_guess(settings):
    settings.PASSWORD_HASHERS = IN_USE
    assert person("ans").password.startswith("scrypt$16384$")
