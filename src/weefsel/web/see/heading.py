"""What a page about an area may say in its title: a finding is a concept until published.

A neighbourhood's or district's finding is not public before a person published it after
interpretation; its figures always are. Of a municipality the title follows from its figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from weefsel.base.language import Text, text
from weefsel.scan.result import ScanResult
from weefsel.sources.area_code import level_of
from weefsel.web.interpret.published import SEE, PublishedFinding, finding_of
from weefsel.web.interpret.where import houses_for


@dataclass(frozen=True)
class Heading:
    """The title of a page, and whether it is a published finding, a concept or neutral."""

    title: Text | str
    published: PublishedFinding | None = None
    concept: bool = False  # seen by who may, and not by everybody

    @property
    def neutral(self) -> bool:
        """Tell whether the title says nothing of the figures."""
        return self.published is None and not self.concept


def may_be_told(code: str, user: Any) -> bool:
    """Tell whether somebody may read what an area comes to: see the head of this file."""
    if level_of(code) == "municipality" or finding_of(code) is not None:
        return True
    return bool(houses_for(user, SEE, code))


def heading_of(result: ScanResult, code: str, user: Any) -> Heading:
    """Give the title of the page of a district or neighbourhood for somebody."""
    published = finding_of(code)
    if published is not None:
        return Heading(published.title, published)
    if houses_for(user, SEE, code):
        return Heading(result.area_finding(code), concept=True)
    return Heading(text("%(name)s: not yet talked through", name=result.name(code)))
