"""Reads a page as its readers do: what is visible, what links where, what accounts for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

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


@dataclass
class Page:
    """A page that was read."""

    links: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    loose_digits: list[str] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)  # value, link
    duplicate_ids: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    lang: str = ""
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.stack: list[tuple[str, bool, str | None]] = []
        self.data_value: str | None = None

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
            if self.data_value is not None:
                self.page.figures.append((self.data_value, href))
        if tag == "data" and "figure" in classes:
            self.data_value = given.get("value") or ""
        if tag not in VOID:
            self.stack.append((tag, exempt, given.get("id")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place][0] == tag:
                del self.stack[place:]
                break
        if tag == "data":
            self.data_value = None

    def handle_data(self, data: str) -> None:
        self.page.text += data
        for _tag, _exempt, name in self.stack:
            if name:
                self.page.ids[name] += data
        if DIGIT.search(data) and not any(exempt for _tag, exempt, _name in self.stack):
            self.page.loose_digits.append(" ".join(data.split()))


def read(html: str) -> Page:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
