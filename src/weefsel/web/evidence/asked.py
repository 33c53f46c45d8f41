"""What somebody asks of the library: words and filters from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from weefsel.base.language import Text
from weefsel.evidence.find import Finds, Kind, Thing, find, things
from weefsel.evidence.grading import LEVELS, VERDICTS
from weefsel.evidence.overview import by_theme, grades
from weefsel.evidence.words import Words
from weefsel.provisions.kinds import GROUPS
from weefsel.web.accounts.shown import lang
from weefsel.web.evidence.shown import KINDS, SHORT, today

LONGEST = 200  # signs of a question; more is left out
HIGHEST = 6  # digits of the number of a page
NO_LEVEL = "not_found"  # in an address, for a recognition that was not found


@dataclass(frozen=True)
class Asked:
    """A question: words, filters and which page of the answer."""

    q: str = ""
    kind: str = ""
    theme: str = ""
    group: str = ""
    level: str = ""
    research: str = ""
    page: int = 1

    def __bool__(self) -> bool:
        """Tell whether anything is asked."""
        return bool(self.q or self.kind or self.filtered)

    @property
    def filtered(self) -> bool:
        """Tell whether a filter beside the kind is set."""
        return bool(self.theme or self.group or self.level or self.research)

    def find(self) -> Finds:
        """Give everything that fits, best first, and the words that nothing has."""
        found = find(
            self.q,
            kind=cast(Kind, self.kind) if self.kind else None,
            theme=self.theme,
            group=self.group,
            level="" if self.level == NO_LEVEL else self.level,
            most=len(things()),
        )
        return found.only(self._fits)

    def _fits(self, thing: Thing) -> bool:
        """Tell whether a thing passes the filters that only interventions have."""
        if self.level != NO_LEVEL and not self.research:
            return True
        if thing.kind != "intervention" or (self.level == NO_LEVEL and thing.level):
            return False
        return not self.research or grades(today())[thing.id].verdict == self.research

    def url(self, **other: Any) -> str:
        """Give the address of this question with parts of it changed."""
        query = self.query(**other)
        return reverse("what-works") + (f"?{query}" if query else "")

    def query(self, **other: Any) -> str:
        """Give the question as the query of an address, with parts of it changed."""
        parts = {"q": self.q, "kind": self.kind, "theme": self.theme}
        parts |= {"group": self.group, "level": self.level, "research": self.research}
        parts |= {key: str(value) for key, value in other.items()}
        return urlencode({key: value for key, value in parts.items() if value})


def asked(request: HttpRequest) -> Asked:
    """Read a question; a filter that does not exist is left out."""
    given = request.GET
    page = given.get("page", "")
    return Asked(
        q=" ".join(given.get("q", "")[:LONGEST].split()),
        kind=_one_of(given.get("kind", ""), get_args(Kind)),
        theme=_one_of(given.get("theme", ""), [entry.id for entry, _count in by_theme()]),
        group=_one_of(given.get("group", ""), GROUPS),
        level=_one_of(given.get("level", ""), [NO_LEVEL, *filter(None, LEVELS)]),
        research=_one_of(given.get("research", ""), VERDICTS),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < HIGHEST else 1,
    )


def _one_of(value: str, known: Any) -> str:
    return value if value in known else ""


def filters() -> Mapping[str, list[tuple[str, Text | Words]]]:
    """Give what can be chosen in each filter: its value and its name."""
    return {
        "kind": list(KINDS.items()),
        "theme": sorted(
            ((entry.id, entry.name) for entry, number in by_theme() if number),
            key=lambda one: one[1].render(lang()),
        ),
        "group": list(GROUPS.items()),
        "level": [(key or NO_LEVEL, words) for key, words in LEVELS.items()],
        "research": list(SHORT.items()),
    }
