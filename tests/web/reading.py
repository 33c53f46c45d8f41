"""Reads a page as its readers do: what is visible, what links where, what accounts for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source")
)
# A number may stand outside <data> in a moment, a code, a title, a name, a field, a picture
# (whose table says the same), and in the account of a figure itself.
EXEMPT_TAGS = frozenset(
    ("data", "time", "code", "pre", "cite", "title", "svg", "select", "datalist", "textarea")
)
EXEMPT_CLASSES = frozenset(("name", "note", "quote"))
DIGIT = re.compile(r"\d")
MOMENT = re.compile(r"(\d{1,2} \w+ )?(19|20|21)\d\d(-\d\d(-\d\d)?)?|[012]\d:[0-5]\d")
SPOKEN = ("aria-label", "title", "alt", "placeholder", "aria-description")


@dataclass
class Page:
    """A page that was read."""

    links: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    loose_digits: list[str] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)  # value, link
    duplicate_ids: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)  # <data> that leads to no account
    odd_moments: list[str] = field(default_factory=list)  # <time> that holds no moment
    lang: str = ""
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.stack: list[tuple[str, bool, str | None]] = []
        self.data_value: str | None = None
        self.data_links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        exempt = tag in EXEMPT_TAGS or bool(classes & EXEMPT_CLASSES)
        if tag == "html":
            self.page.lang = given.get("lang") or ""
        if given.get("id"):
            name = given["id"] or ""
            if name in self.page.ids:
                self.page.duplicate_ids.append(name)
            self.page.ids[name] = ""
        if "style" in given or any(name.startswith("on") for name in given):
            self.page.inline.append(f"<{tag} {given}>")
        if tag in {"style"} or (tag == "script" and "src" not in given):
            self.page.inline.append(f"<{tag}>")
        if tag == "a" and given.get("href") is not None:
            href = given["href"] or ""
            self.page.links.append(href)
            self.data_links += 1
            if self.data_value is not None:
                self.page.figures.append((self.data_value, href))
        if tag == "data" and "figure" in classes:
            self.data_value = given.get("value") or ""
        if tag == "data":
            self.data_links = 0
        hidden = exempt or any(each for _tag, each, _name in self.stack)
        for name in SPOKEN:
            words = given.get(name) or ""
            if not hidden and DIGIT.search(MOMENT.sub("", words)):
                self.page.loose_digits.append(f"{name}: {words}")
        if tag not in VOID:
            self.stack.append((tag, exempt, given.get("id")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "data" and not self.data_links and not self._inside_a_note():
            self.page.unlinked.append(f"<data> {self.data_value}")
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place][0] == tag:
                del self.stack[place:]
                break
        if tag == "data":
            self.data_value = None

    def _inside_a_note(self) -> bool:
        return any((name or "").startswith("note-") for _tag, _exempt, name in self.stack)

    def handle_data(self, data: str) -> None:
        self.page.text += data
        for _tag, _exempt, name in self.stack:
            if name:
                self.page.ids[name] += data
        if self.stack and self.stack[-1][0] == "time" and not MOMENT.fullmatch(data.strip()):
            self.page.odd_moments.append(data.strip())
        if DIGIT.search(data) and not any(exempt for _tag, exempt, _name in self.stack):
            self.page.loose_digits.append(" ".join(data.split()))


def without_account(page: Page, *, accounts_are_entries: bool = False) -> list[str]:
    """Give what a figure of a page lacks: its link, an account, a source, a range or a reason."""
    found = [*page.unlinked]
    empty = {link for value, link in page.figures if not value}
    words = WORDS[page.lang]
    for _value, link in page.figures:
        if not link.startswith("#") or not (accounts_are_entries or link.startswith("#note-")):
            found.append(f"{link} leads elsewhere")
        elif link[1:] not in page.ids:
            found.append(f"{link} is nowhere")
    for link in sorted({link for _value, link in page.figures if link[1:] in page.ids}):
        said = " ".join(page.ids[link[1:]].split())
        if words["unstated"] in said:
            found.append(f"{link} has neither range nor reason: {said}")
        if link in empty:
            if len(said) <= len(words["none"]):
                found.append(f"{link} gives no reason")
            continue
        if not any(RANGED.search(said) for RANGED in words["ranged"]):
            found.append(f"{link} says no range: {said}")
        source = re.split(words["split"], said)[0]
        if not accounts_are_entries and not source.strip(" ."):
            found.append(f"{link} names no source: {said}")
    return found


# A range in numbers, or a reason of at least a word after its colon.
WORDS: dict[str, dict[str, Any]] = {
    "nl": {
        "ranged": [
            re.compile(r"Bandbreedte:? ?(?=[\w\N{MINUS SIGN}])"),
            re.compile(r"Geen bandbreedte: \w"),
            re.compile(r"geen: een keuze"),
        ],
        "none": "Geen bandbreedte:",
        "split": "Geen bandbreedte:|Bandbreedte|Jaar [0-9]",
        "unstated": "niet vermeld.",
    },
    "en": {
        "ranged": [
            re.compile(r"Range:? ?(?=[\w\N{MINUS SIGN}])"),
            re.compile(r"No range: \w"),
            re.compile(r"none: a choice"),
        ],
        "none": "No range:",
        "split": "No range:|Range|Year [0-9]",
        "unstated": "not stated.",
    },
}


def read(html: str) -> Page:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
