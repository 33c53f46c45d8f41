"""A walk over every page: each figure accounts for itself, each link leads somewhere."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from .reading import Page, read, without_account

pytestmark = pytest.mark.django_db
# The hundreds of pages about one intervention, chain or figure, and what a search finds (with a
# question mark): a few of each are walked, for they are one template; in English fewer still, for
# only their words differ, which a test of the catalogues holds.
ALIKE = {
    "kiezen/wat-werkt/interventie/": 5,
    "choose/what-works/intervention/": 2,
    "kiezen/wat-werkt/?": 4,
    "choose/what-works/?": 2,
    "kiezen/portefeuille/": 9,
    "choose/portfolio/": 6,
    "kiezen/ketens/": 4,
    "choose/chains/": 2,
    "bronnen/cijfers/": 5,
    "sources/figures/": 3,
    "wat-is-er/": 8,
    "what-is-there/": 8,
    "voorbeeldland/?": 4,
    "example-country/?": 2,
    "bronnen/cijfers/?": 4,
    "sources/figures/?": 2,
}
# So are those per neighbourhood and per heading.
ENOUGH = {
    "buurt": 3,
    "neighbourhood": 2,
    "toon": 4,
    "wijk": 2,
    "district": 1,
    "gebied": 4,
    "area": 2,
    "vergelijken": 3,
    "compare": 2,
    "wijkscan": 3,
    "wat-als": 2,
    "what-if": 2,
    "beste-plek": 2,
    "best-place": 2,
    "neighbourhood-scan": 2,
    "duiden": 4,
    "interpret": 3,
    **ALIKE,
}
SOURCES = ("/bronnen/", "/sources/")  # where the entries themselves are the accounts
DOWNLOAD = (".csv", ".xlsx", ".json", ".svg", ".png", ".pdf", ".toml", ".docx")


def _group(url: str) -> str | None:
    parts = urlsplit(url)
    here = parts.path.removeprefix("/en").lstrip("/")
    if not parts.path.endswith(DOWNLOAD):
        if parts.query and f"{here}?" in ALIKE:
            return f"{here}?"
        for each in ALIKE:
            if here.startswith(each) and here != each:
                return each
        if here.rstrip("/").rpartition("/")[2] in ENOUGH:
            return here.rstrip("/").rpartition("/")[2]
        if here.partition("/")[0] in ENOUGH:
            return here.partition("/")[0]
    return "toon" if "orde=" in parts.query else None


def _download(url: str) -> str | None:
    """Give the name of a file to download: each is fetched once, whatever it is about."""
    path = urlsplit(url).path
    return path.rpartition("/")[2] if path.endswith(DOWNLOAD) else None


def _walk(visitor: Client, start: str, known: Collection[str] = ()) -> Iterator[tuple[str, Page]]:
    """Follow every link of our own from a page on; give each page once, no known ones."""
    waiting, seen, counts = deque([start]), {start, *known}, dict.fromkeys(ENOUGH, 0)
    while waiting:
        url = waiting.popleft()
        answer = visitor.get(url, follow=True)
        assert answer.status_code == 200, f"{url} answers {answer.status_code}"
        if not answer["Content-Type"].startswith("text/html"):
            assert answer.content or answer.streaming, f"{url} is empty"
            continue
        page = read(answer.content.decode())
        yield url, page
        for link in page.links:
            target = urldefrag(urljoin(url, link)).url
            if urlsplit(target).netloc or target in seen or not target.startswith("/"):
                continue
            name = _download(target)
            if name is not None:
                if name in seen:
                    continue
                seen.add(name)
            group = _group(target)
            if group is not None:
                if counts[group] >= ENOUGH[group]:
                    continue
                counts[group] += 1
            seen.add(target)
            waiting.append(target)


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Let the pages use the database, with the example users in it; leave nothing behind."""
    from weefsel.web.choose.portfolio import example
    from weefsel.web.interpret import example as interpreted
    from weefsel.web.login import example_users

    with django_db_blocker.unblock(), transaction.atomic():
        example_users.renew()
        example.renew()
        interpreted.renew()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def anonymous(home, database) -> dict[str, Page]:
    visitor = Client(headers={"host": "127.0.0.1"})
    return {url: page for start in ("/", "/en/") for url, page in _walk(visitor, start)}


@pytest.fixture(scope="module")
def logged_in(home, database, anonymous) -> dict[str, Page]:
    """Walk on as an example user, over what only shows then."""
    found: dict[str, Page] = {}
    for role in ("policy_adviser", "administrator"):
        visitor = Client(headers={"host": "127.0.0.1"})
        visitor.post("/inloggen/voorbeeld/", {"role": role})
        for start in ("/", "/en/"):
            walk = _walk(visitor, start, known={*anonymous, *found} - {start})
            found |= dict(walk)
    return found


@pytest.fixture(scope="module", params=["anonymous", "logged_in"])
def walked(request) -> dict[str, Page]:
    """Give every page, as somebody without an account and as somebody with one."""
    return request.getfixturevalue(request.param)


def test_the_walk_meets_every_kind_of_page_in_both_languages(anonymous, logged_in):
    walked = anonymous
    for part in ("/wijk/WK9990", "/gebied/", "/vergelijken/?", "/gemeente/GM9990/jaren/"):
        assert any(url.startswith(part) for url in walked), part
    for part in ("/gemeente/GM9990/", "/buurt/BU9990", "/kiezen/", "/kiezen/nieuw/", "/bronnen/"):
        assert any(url.startswith(part) for url in walked), part
    for part in ("/municipality/GM9990/", "/neighbourhood/BU9990", "/choose/result/", "/sources/"):
        assert any(url.startswith("/en" + part) for url in walked), part
    assert any("/kiezen/uitkomst/?recept=" in url for url in walked)
    for part in ("/kiezen/wat-werkt/interventie/", "/en/choose/what-works/intervention/"):
        assert any(url.startswith(part) for url in walked), part
    for name in ("licht", "themas", "methoden", "businesscases", "volledigheid", "?kind"):
        assert any(url.startswith(f"/kiezen/wat-werkt/{name}") for url in walked), name
    for part in ("/mijn-account/", "/mijn-account/tweede-stap/", "/huis/gemeente-weverdam/"):
        assert any(url.startswith(part) for url in logged_in), part
        assert not any(url.startswith(part) for url in anonymous), part


def test_no_digit_stands_outside_a_figure(walked):
    loose = {url: page.loose_digits[:5] for url, page in walked.items() if page.loose_digits}
    assert not loose


def test_what_looks_like_a_moment_is_one(walked):
    odd = {url: page.odd_moments[:5] for url, page in walked.items() if page.odd_moments}
    assert not odd


def test_every_figure_leads_to_an_account_with_source_and_range_or_reason(walked):
    for url, page in walked.items():
        lacking = without_account(page, accounts_are_entries=url.endswith(SOURCES))
        assert not lacking, f"{url}: {lacking[:5]}"


def test_the_walk_meets_many_figures(anonymous):
    assert sum(len(page.figures) for page in anonymous.values()) > 1000


# The same checks on pages that somebody broke: a check that sees nothing proves nothing.
def _broken(visitor: Client, old: str, new: str) -> Page:
    whole = visitor.get("/buurt/BU99900301/").content.decode()
    hit = re.search(old, whole, re.DOTALL)
    assert hit, old
    return read(whole[: hit.start()] + hit.expand(new) + whole[hit.end() :])


@pytest.mark.parametrize(
    "new",
    [
        "<p>Er zijn 12 plekken.</p>",
        "<table><tr><td>12</td></tr></table>",
        '<a href="#main" aria-label="12 plekken">plekken</a>',
        '<p>Er zijn <b class="figure">12</b> plekken.</p>',
    ],
)
def test_a_digit_that_somebody_types_in_a_template_is_found(visitor, new):
    assert _broken(visitor, "</main>", new + "</main>").loose_digits


def test_a_number_dressed_up_as_a_moment_is_found(visitor):
    assert _broken(visitor, "</main>", "<time>12</time></main>").odd_moments


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r'<li id="note-3"', '<li id="elsewhere"'),
        (r'(<data class="figure" value="[^"]+">)<a href="#note-\d+"[^>]*>([^<]+)', r"\1\2<a>"),
        (r'href="#note-2"', 'href="/bronnen/"'),
        (r'<span class="note__reason">Geen bandbreedte:.*?</span>', ""),
        (r'<span class="note__reason">Geen bandbreedte:.*?</span>', "Geen bandbreedte: ."),
        (r'<span class="note__reason">Geen bandbreedte:.*?</span>', "niet vermeld."),
        (
            r'(<li id="note-1" class="note" tabindex="-1">\s*)'
            r'<span class="note__source">.*?</span>\.',
            r"\1",
        ),
    ],
)
def test_a_figure_that_somebody_cuts_loose_from_its_account_is_found(visitor, old, new):
    assert without_account(_broken(visitor, old, new))


def test_every_link_to_the_sources_page_arrives_at_an_entry(walked, anonymous):
    for lang, start in (("nl", "/bronnen/"), ("en", "/en/sources/")):
        anchors = anonymous[start].ids
        for url, page in walked.items():
            for link in page.links:
                parts = urldefrag(urljoin(url, link))
                if parts.url == start and parts.fragment:
                    assert parts.fragment in anchors, f"{lang} {url}: #{parts.fragment}"


def test_links_inside_a_page_arrive_somewhere(walked):
    for url, page in walked.items():
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids, f"{url}: {link}"


def test_pages_hold_nothing_inline_and_no_id_twice(walked):
    for url, page in walked.items():
        assert not page.inline, f"{url}: {page.inline[:3]}"
        assert not page.duplicate_ids, f"{url}: {page.duplicate_ids[:5]}"


def test_pages_say_their_language(walked):
    for url, page in walked.items():
        assert page.lang == ("en" if url.startswith("/en/") else "nl"), url


def test_every_page_about_weverdam_says_that_its_figures_are_made_up(walked):
    for url, page in walked.items():
        if "GM9990" in url or "BU9990" in url or "recept=" in url:
            wanted = (
                "all figures are made up"
                if url.startswith("/en/")
                else "alle cijfers zijn verzonnen"
            )
            assert wanted in page.text, url
