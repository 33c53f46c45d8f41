"""What to fetch for a table: where its rows are, of which edition, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weefsel.sources.network.feeds import Feed
from weefsel.sources.network.paging import address_of, moved, query_of


@dataclass(frozen=True)
class List:
    """A list that comes in pages: its name, first address, and column with codes of areas."""

    name: str
    address: str
    column: str


@dataclass(frozen=True)
class Plan:
    """One edition of a table as a version of OData gives it.

    ``stamp`` changes with the edition; ``promised`` is the number of rows of the whole table;
    ``row_an_area`` tells that the data have as many rows as there are names of areas.
    """

    form: str
    prefix: str
    stamp: str
    modified: str
    promised: int | None
    row_an_area: bool
    data: List
    names: List
    following: Following
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Following:
    """How a version of OData names the next page.

    A page that is full and names none is asked on with ``$skip``: the api of CBS gives no
    more than its limit, and does not say that there is more.
    """

    key: str
    most_rows: int

    def __call__(self, content: dict[str, Any], address: str, rows: int) -> str | None:
        """Give the address of the next page, none after the last."""
        link = content.get(self.key)
        if link:
            return moved(address, str(link))
        if rows < self.most_rows:
            return None
        query = query_of(address)
        skip = int(query.get("$skip") or 0) + rows
        return address_of(address.partition("?")[0], {**query, "$skip": str(skip)})


def area_filter(column: str, starts: tuple[str, ...]) -> str:
    """Give the $filter for areas whose codes begin so; codes may be padded, names not."""
    return " or ".join(f"startswith({column},'{start}')" for start in starts)


def count(value: object) -> int | None:
    """Give a number of rows as a service states it, none when it states none."""
    words = str(value if value is not None else "").strip()
    return int(words) if words.isdigit() else None


def base_of(feed: Feed, address: str | None, table: str) -> str:
    """Give the address of a table at a feed."""
    return f"{(address or feed.address).rstrip('/')}/{table}"
