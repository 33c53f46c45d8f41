"""Logging in by a real provider of identities, in a process of its own on this computer."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from playwright.sync_api import expect

from weefsel.base.errors import InputError
from weefsel.web.accounts.models import Membership, User
from weefsel.web.login import config
from weefsel.web.login.config import Mapped, Provider
from weefsel.web.login.models import ExampleUser, Identity
from weefsel.web.login.oidc import discovery

from .houses import house, person
from .oidc_provider.run import CLIENT, PASSWORD, SECRET
from .test_login import inside, visitor, with_factor, words

HERE = Path(__file__).parent
BACKENDS = "weefsel.web.login.oidc.backend.ProviderBackend"
MAPPING = (
    Mapped("groups", "weefsel-beleid", "proefstad", "policy_adviser"),
    Mapped("groups", "weefsel-raad", "proefstad", "council"),
    Mapped("groups", "weefsel-raad", "bestaat-niet", "council"),
)


@dataclass(frozen=True)
class Running:
    """A provider that runs."""

    base: str

    @property
    def issuer(self) -> str:
        return f"{self.base}/o"

    def lie(self, kind: str) -> None:
        requests.post(f"{self.base}/fault/", data=kind, timeout=5)


@pytest.fixture(scope="module")
def running(address) -> Iterator[Running]:
    """Start the provider; it knows the addresses that we come back to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    back = [f"{address}/oidc/terug/", "http://127.0.0.1/oidc/terug/"]
    command = [sys.executable, str(HERE / "oidc_provider" / "run.py"), str(port), *back]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Running(f"http://127.0.0.1:{port}")
        process.terminate()


@pytest.fixture
def provider(running, settings, transactional_db, home) -> Iterator[Running]:
    """Set the provider, and a house that its groups lead to."""
    settings.IDENTITY_PROVIDER = Provider(
        running.issuer, CLIENT, SECRET, "de proefaanbieder", mapping=MAPPING
    )
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, BACKENDS]
    discovery.forget()
    house("proefstad", kind="municipality", name="Proefstad")
    yield running
    running.lie("")


def there(start: str, name: str) -> str:
    """Log in at the provider as somebody, and give the address it sends one back to."""
    with requests.Session() as session:
        page = session.get(start, timeout=10)
        assert "Aanbieder van de proef" in page.text
        seal = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert seal is not None
        data = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": seal.group(1)}
        answer = session.post(page.url, data, allow_redirects=False, timeout=10)
        answer = session.get(
            urlsplit(start)._replace(path="", query="").geturl() + answer.headers["Location"],
            allow_redirects=False,
            timeout=10,
        )
        return answer.headers["Location"]


def begin(client: Client, page: str = "/inloggen/aanbieder/") -> str:
    answer = client.get(page)
    assert answer.status_code == 302
    return answer["Location"]


def back(client: Client, location: str):
    parts = urlsplit(location)
    return client.get(f"{parts.path}?{parts.query}")


def walk(client: Client, name: str, page: str = "/inloggen/aanbieder/"):
    """Walk the whole way: to the provider, in, and back."""
    return back(client, there(begin(client, page), name))


def refusal(client: Client, answer) -> str:
    assert answer.status_code == 302
    assert answer["Location"] in {"/inloggen/", "/en/log-in/"}
    return words(client.get(answer["Location"]))


def test_the_question_carries_state_nonce_and_a_challenge(provider):
    asked = parse_qs(urlsplit(begin(visitor())).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://127.0.0.1/oidc/terug/"]
    for part in ("state", "nonce", "code_challenge"):
        assert len(asked[part][0]) >= 32
    again = parse_qs(urlsplit(begin(visitor())).query)
    assert all(asked[part] != again[part] for part in ("state", "nonce", "code_challenge"))


def test_who_the_table_knows_comes_in_and_becomes_a_member(provider):
    client = visitor()
    client.get("/inloggen/")
    before = client.cookies["sessionid"].value
    answer = walk(client, "ans", "/inloggen/aanbieder/?next=/kiezen/")
    assert answer["Location"] == "/kiezen/"
    assert client.cookies["sessionid"].value != before
    user = client.get("/kiezen/").wsgi_request.user
    assert (user.username, user.name, user.email) == ("ans", "Proef ans", "")
    assert not user.has_usable_password()
    assert [(one.house.slug, one.role) for one in user.memberships.all()] == [
        ("proefstad", "policy_adviser")
    ]
    kept = str(dict(client.session))
    assert "eyJ" not in kept  # no token of anybody is kept
    walk(visitor(), "ans")
    assert User.objects.filter(name="Proef ans").count() == 1


def test_who_is_in_no_group_is_refused_in_a_sentence_and_leaves_nothing(provider):
    client = visitor()
    said = refusal(client, walk(client, "cor"))
    assert "De aanbieder kent je, maar in dit Weefsel hoor je bij geen gemeente" in said
    assert not inside(client)
    assert not User.objects.filter(name__contains="cor").exists()
    client = visitor()
    said = refusal(client, walk(client, "cor", "/en/log-in/provider/"))
    assert "The provider knows you, but in this Weefsel you belong to no house." in said


def test_an_account_with_the_same_name_is_somebody_else(provider):
    mine = person("ans")
    client = visitor()
    walk(client, "ans")
    user = client.get("/waarom/").wsgi_request.user
    assert user.is_authenticated
    assert user.pk != mine.pk
    assert user.username.startswith("account-")


def test_a_membership_goes_when_the_provider_no_longer_gives_it(provider, settings):
    walk(visitor(), "dre")
    user = User.objects.get(username="dre")
    assert user.memberships.get().role == "council"
    settings.IDENTITY_PROVIDER = replace(settings.IDENTITY_PROVIDER, mapping=())
    client = visitor()
    assert "hoor je bij geen gemeente" in refusal(client, walk(client, "dre"))
    assert not inside(client)
    assert user.memberships.get().until is not None


def test_a_membership_that_somebody_gave_by_hand_stays(provider, settings):
    walk(visitor(), "ans")
    user = User.objects.get(username="ans")
    by_hand = house("welzijn")
    Membership.objects.create(user=user, house=by_hand, role="team_lead")
    settings.IDENTITY_PROVIDER = replace(settings.IDENTITY_PROVIDER, mapping=())
    client = visitor()
    walk(client, "ans")
    assert inside(client)
    assert [one.house for one in user.memberships.filter(until=None)] == [by_hand]


def test_a_second_factor_at_the_provider_counts_and_else_ours_is_asked(provider, settings):
    settings.WEEFSEL_SECOND_FACTOR = config.second_factor({})
    bea = visitor()
    walk(bea, "bea")  # the provider says amr: mfa
    assert bea.get("/kiezen/").status_code == 200
    assert "aanbieder vraagt de tweede stap" in words(bea.get("/mijn-account/tweede-stap/"))
    ans = visitor()
    walk(ans, "ans")
    assert "instellen" in ans.get("/kiezen/")["Location"]
    with_factor(User.objects.get(username="ans"))
    assert ans.get("/kiezen/")["Location"].startswith("/inloggen/code/")


LIES = {
    "tampered": "niet goed ondertekend",
    "unsigned": "niet goed ondertekend",
    "by_secret": "niet goed ondertekend",
    "other_key": "niet goed ondertekend",
    "rubbish": "niet goed ondertekend",
    "nonce": "hoort niet bij jouw vraag",
    "no_nonce": "hoort niet bij jouw vraag",
    "audience": "voor een andere site bedoeld",
    "two_audiences": "voor een andere site bedoeld",
    "issuer": "andere naam dan is ingesteld",
    "expired": "niet meer geldig",
    "ahead": "klok van je aanbieder",
    "no_subject": "niet goed ondertekend",
    "no_token": "zei niet wie je bent",
    "down": "aanbieder van je account",
}


@pytest.mark.parametrize("kind", list(LIES))
def test_a_token_that_lies_lets_nobody_in_and_is_said_in_a_sentence(provider, kind):
    client = visitor()
    location = there(begin(client), "ans")
    provider.lie(kind)
    said = refusal(client, back(client, location))
    assert LIES[kind] in said
    assert not inside(client)
    assert not Identity.objects.exists()


def test_an_answer_counts_once_and_only_for_who_asked(provider):
    asker, other = visitor(), visitor()
    location = there(begin(asker), "ans")
    begin(other)
    assert "hoort niet bij jouw vraag" in refusal(other, back(other, location))
    assert not inside(other)
    assert back(asker, location)["Location"] == "/"
    asker.post("/uitloggen/")
    assert "hoort niet bij jouw vraag" in refusal(asker, back(asker, location))
    assert not inside(asker)


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?state=x", "?code=x&state=y", "?error=access_denied", "?code=%00&state=%00"],
)
def test_a_door_that_somebody_rattles_says_so_in_a_sentence(provider, query):
    client = visitor()
    begin(client)
    said = refusal(client, client.get(f"/oidc/terug/{query}"))
    assert re.search(r"weigerde onze vraag|hoort niet bij jouw vraag|brak het inloggen af", said)
    known = visitor()
    known.force_login(person("eva"), backend="weefsel.web.login.backends.PasswordBackend")
    known.get(f"/oidc/terug/{query}")
    assert inside(known)  # nobody is logged out by a link


def test_a_provider_that_does_not_answer_is_said_at_the_log_in_page(provider, settings):
    settings.IDENTITY_PROVIDER = replace(settings.IDENTITY_PROVIDER, issuer="http://127.0.0.1:9/o")
    client = visitor()
    answer = client.get("/inloggen/aanbieder/")
    assert "aanbieder van je account antwoordt niet" in refusal(client, answer)


def test_a_provider_that_calls_itself_otherwise_is_not_trusted(provider, settings):
    other = provider.issuer.replace("127.0.0.1", "localhost")
    settings.IDENTITY_PROVIDER = replace(settings.IDENTITY_PROVIDER, issuer=other)
    client = visitor()
    said = refusal(client, client.get("/inloggen/aanbieder/"))
    assert "aanbieder van je account" in said


def test_a_wrong_secret_is_said_at_the_log_in_page(provider, settings):
    settings.IDENTITY_PROVIDER = replace(settings.IDENTITY_PROVIDER, secret="verkeerd")
    client = visitor()
    assert "weigerde onze vraag" in refusal(client, walk(client, "ans"))
    assert not inside(client)


def test_who_was_put_out_of_service_or_is_an_example_stays_out(provider):
    walk(visitor(), "ans")
    User.objects.update(is_active=False)
    client = visitor()
    assert "buiten gebruik" in refusal(client, walk(client, "ans"))
    User.objects.update(is_active=True)
    ExampleUser.objects.create(user=User.objects.get(username="ans"), role="council")
    client = visitor()
    assert "buiten gebruik" in refusal(client, walk(client, "ans"))
    assert not inside(client)


def test_without_a_provider_there_is_no_such_door(home, db):
    assert "aanbieder" not in visitor().get("/inloggen/").content.decode()
    assert visitor().get("/inloggen/aanbieder/").status_code == 404
    assert visitor().get("/oidc/terug/?code=x&state=y").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_in_a_browser_one_goes_to_the_provider_comes_back_and_logs_out_at_both(
    provider, address, chromium, lang
):
    context = chromium.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(f"{said.location['url']}: {said.text}"))
    page.goto(address + {"nl": "/inloggen/", "en": "/en/log-in/"}[lang])
    page.get_by_role("link", name="de proefaanbieder").click()
    page.get_by_label("Username").fill("ans")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url(address + {"nl": "/", "en": "/en/"}[lang])
    page.locator(".who summary").click()
    expect(page.locator(".who__menu")).to_contain_text("Proefstad")
    page.get_by_role("button", name={"nl": "Uitloggen", "en": "Log out"}[lang]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        {"nl": "Je bent uitgelogd", "en": "You are logged out"}[lang]
    )
    page.get_by_role(
        "link", name={"nl": "Log ook daar uit", "en": "Log out there too"}[lang]
    ).click()
    assert page.url.startswith(provider.base)
    assert not [fault for fault in faults if fault.startswith(address)]
    context.close()


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"WEEFSEL_OIDC_ISSUER": "http://idp.example"}, "WEEFSEL_OIDC_ISSUER"),
        ({"WEEFSEL_OIDC_ISSUER": "idp.example"}, "WEEFSEL_OIDC_ISSUER"),
        ({"WEEFSEL_OIDC_ISSUER": "https://idp.example"}, "WEEFSEL_OIDC_CLIENT_ID"),
        (
            {"WEEFSEL_OIDC_ISSUER": "https://idp.example", "WEEFSEL_OIDC_CLIENT_ID": "w"},
            "WEEFSEL_OIDC_CLIENT_SECRET",
        ),
    ],
)
def test_a_provider_that_is_half_set_is_refused_with_the_name_of_what_lacks(given, names):
    with pytest.raises(InputError) as fault:
        config.provider(given)
    assert names in fault.value.sentence("nl")


def test_the_settings_of_a_provider_are_read_secret_and_table_from_files(tmp_path):
    secret, table = tmp_path / "secret", tmp_path / "leden.toml"
    secret.write_text("geheim\n")
    table.write_text(
        '[[membership]]\nclaim = "groups"\nvalue = "a"\nhouse = "h"\nrole = "council"\n'
    )
    given = {
        "WEEFSEL_OIDC_ISSUER": "https://idp.example/x/",
        "WEEFSEL_OIDC_CLIENT_ID": "w",
        "WEEFSEL_OIDC_CLIENT_SECRET_FILE": str(secret),
        "WEEFSEL_OIDC_MEMBERSHIPS": str(table),
        "WEEFSEL_OIDC_SECOND_FACTOR": "mfa, hoog",
        "WEEFSEL_OIDC_SCOPES": "profile",
    }
    found = config.provider(given)
    assert found is not None
    assert (found.issuer, found.secret) == ("https://idp.example/x", "geheim")
    assert found.mapping == (Mapped("groups", "a", "h", "council"),)
    assert found.second_factor == {"mfa", "hoog"}
    assert found.scopes == "openid profile"
    assert "geheim" not in repr(found)
    for broken in ("x", "[[membership]]\nclaim = 1", table.read_text() + 'more = "x"'):
        table.write_text(broken)
        with pytest.raises(InputError):
            config.provider(given)
    table.write_text('[[membership]]\nclaim = "g"\nvalue = "a"\nhouse = "h"\nrole = "resident"\n')
    with pytest.raises(InputError):
        config.provider(given)
