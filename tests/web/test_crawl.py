"""A walk over every page: each figure accounts for itself, each link leads somewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from .reading import Page, read

# A page per neighbourhood and per heading is walked once for a few: they are one template.
ENOUGH = {"buurt": 3, "neighbourhood": 3, "toon": 4}
SOURCES = ("/bronnen/", "/sources/")  # where the entries themselves are the accounts
DOWNLOAD = (".csv", ".xlsx", ".json", ".svg", ".png", ".pdf", ".toml")


def _group(url: str) -> str | None:
    parts = urlsplit(url)
    step = [piece for piece in parts.path.split("/") if piece and piece != "en"]
    if step and step[0] in ENOUGH and not parts.path.endswith(DOWNLOAD):
        return step[0]
    return "toon" if "orde=" in parts.query else None


def _download(url: str) -> str | None:
    """Give the name of a file to download: each is fetched once, whatever it is about."""
    path = urlsplit(url).path
    return path.rpartition("/")[2] if path.endswith(DOWNLOAD) else None


def _walk(visitor: Client, start: str) -> Iterator[tuple[str, Page]]:
    """Follow every link of our own from a page on; give each page once."""
    waiting, seen, counts = deque([start]), {start}, dict.fromkeys(ENOUGH, 0)
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
def walked(home) -> dict[str, Page]:
    visitor = Client(headers={"host": "127.0.0.1"})
    return {url: page for start in ("/", "/en/") for url, page in _walk(visitor, start)}


def test_the_walk_meets_every_kind_of_page_in_both_languages(walked):
    for part in ("/gemeente/GM9990/", "/buurt/BU9990", "/kiezen/", "/kiezen/nieuw/", "/bronnen/"):
        assert any(url.startswith(part) for url in walked), part
    for part in ("/municipality/GM9990/", "/neighbourhood/BU9990", "/choose/result/", "/sources/"):
        assert any(url.startswith("/en" + part) for url in walked), part
    assert any("/kiezen/uitkomst/?recept=" in url for url in walked)


def test_no_digit_stands_outside_a_figure(walked):
    loose = {url: page.loose_digits[:5] for url, page in walked.items() if page.loose_digits}
    assert not loose


def test_every_figure_links_to_an_account_on_the_page(walked):
    total = 0
    for url, page in walked.items():
        for _value, link in page.figures:
            assert link.startswith("#"), f"{url}: {link}"
            assert link.startswith("#note-") or url.endswith(SOURCES), f"{url}: {link}"
            said = page.ids.get(link[1:])
            assert said is not None, f"{url}: {link} is nowhere"
            total += 1
    assert total > 1000


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("/", {"range": "Bandbreedte", "none": "Geen bandbreedte:", "choice": "geen: een keuze"}),
        ("/en/", {"range": "Range", "none": "No range:", "choice": "none: a choice"}),
    ],
)
def test_every_account_says_source_and_range_or_reason(walked, start, words):
    english = start == "/en/"
    for url, page in walked.items():
        if url.startswith("/en/") != english:
            continue
        empty = {link for value, link in page.figures if not value}
        for link in {link for _value, link in page.figures}:
            said = " ".join(page.ids[link[1:]].split())
            if link in empty:
                assert len(said) > len("geen"), f"{url}: {link} gives no reason"
                continue
            ranged = words["range"] in said or words["none"] in said
            assert ranged or words["choice"] in said, f"{url}: {said}"
            if url.endswith(SOURCES):
                continue  # the entry is the source
            source = said.partition(words["none"])[0].partition(words["range"])[0]
            assert source.strip(" ."), f"{url}: no source in {said!r}"


def test_every_link_to_the_sources_page_arrives_at_an_entry(walked):
    for lang, start in (("nl", "/bronnen/"), ("en", "/en/sources/")):
        anchors = walked[start].ids
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
