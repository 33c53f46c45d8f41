"""On which page each fact of an intervention was seen.

A reader who doubts a fact needs the page of that fact, not a list of pages. Every fact that is
filled stands with at least one page; ``unseen`` names those that do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from weefsel.base.document import Document
from weefsel.base.language import Text, text
from weefsel.evidence.checked import fault
from weefsel.evidence.parameter import Address

Read = Literal["page", "abstract", "collection"]
READ: dict[str, Text] = {
    "page": text("read"),
    "abstract": text("only the summary was read"),
    "collection": text("not opened by us: taken from the collection of evidence"),
}
_FACT = re.compile(
    r"what|groups|activities|setting|places|factor [1-9]\d?|cost|recognition|remark"
)


class Seen(Document):
    """A page, and the facts that stand on it; ``where`` tells at which heading or page."""

    url: Address
    title: str = Field(min_length=1)
    facts: tuple[str, ...] = Field(min_length=1)
    where: str = ""
    read: Read


def check_seen(seen: Sequence[Seen], filled: Sequence[str], where: str) -> None:
    """Check that pages name facts that are there, each page once.

    ``filled`` are the facts that have something in them. Raises ``InputError`` that names the
    file and the key.
    """
    addresses = [page.url for page in seen]
    if len(set(addresses)) != len(addresses):
        raise fault("seen.url", text("it is there twice."), where)
    for page in seen:
        for fact in page.facts:
            if not _FACT.fullmatch(fact) or fact not in filled:
                raise fault(
                    "seen.facts", text("there is no fact '%(fact)s' here.", fact=fact), where
                )


def unseen(seen: Sequence[Seen], filled: Sequence[str]) -> tuple[str, ...]:
    """Give the filled facts that no page shows, in order."""
    shown = {fact for page in seen for fact in page.facts}
    return tuple(fact for fact in filled if fact not in shown)
