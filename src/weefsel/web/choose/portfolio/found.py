"""Find a portfolio, read it as the library's nouns, and tell who sees what of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from weefsel.atlas.local_names import Places
from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.figure import Figure, Flag
from weefsel.base.language import text
from weefsel.outcomes.disclosure.release import HIDDEN
from weefsel.portfolio import line as nouns
from weefsel.portfolio.decision import Decision, Freed, Given
from weefsel.portfolio.people import shown_people
from weefsel.portfolio.review import review
from weefsel.portfolio.reviewed import LineReview, Review
from weefsel.portfolio.settle import check_decision, settle
from weefsel.sources.area_code import FICTITIOUS, country_of
from weefsel.web import ask
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.accounts.why import crumbs
from weefsel.web.choose.portfolio.models import Destination, Portfolio, PortfolioLine

SCHEMA = "weefsel.portfolio-published/1"
PLAIN = (
    *("activity", "organisation", "year", "participants", "intervention", "named"),
    *("goal", "kind", "for_whom", "aim", "form"),
)


@dataclass(frozen=True)
class Held:
    """A portfolio as the library reads it, with its decisions and where freed money goes.

    ``withheld`` are the keys of lines whose participants did not pass the door when this was
    published.
    """

    portfolio: nouns.Portfolio
    decisions: tuple[Decision, ...] = ()
    given: tuple[Given, ...] = ()
    withheld: frozenset[str] = field(default_factory=frozenset)


def crumbs_to(here: str, *before: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way to a page about portfolios."""
    way = (_("Choices"), reverse("choices")), (_("What is subsidised"), reverse("portfolios"))
    return crumbs(here, *(way if here else way[:1]), *before)


def find(key: UUID) -> Portfolio:
    """Give a portfolio; raises ``Hidden``."""
    found = Portfolio.objects.select_related("house", "owner").filter(pk=key).first()
    if found is None:
        raise Hidden
    return found


def line_of(thing: Portfolio, key: UUID) -> PortfolioLine:
    """Give a line of a portfolio; raises ``Hidden``."""
    found = thing.lines.filter(pk=key).first()
    if found is None:
        raise Hidden
    found.portfolio = thing
    return found


def is_inside(request: HttpRequest, thing: Portfolio) -> bool:
    """Tell whether somebody sees the work of the house, or what was published; may refuse."""
    return require(request, "portfolio.see", thing).house is not None


def area_of(house: House) -> str:
    """Give the municipality of a house; raises ``InputError`` where that cannot be."""
    if not house.area:
        raise InputError(
            text("this house has no municipality of its own."),
            todo=text("Ask who manages this Weefsel to give the house its municipality."),
        )
    if house.fictitious != (country_of(house.area) == FICTITIOUS):
        raise InputError(
            text("what is made up and what is real never stand in one portfolio."),
            todo=text("Use a house of that municipality itself."),
        )
    return str(house.area)


def places_of(area: str) -> Places:
    """Give the areas of a municipality by name; raises ``NotFoundError`` when not loaded."""
    country = country_of(area)
    for year in reversed(ask.store().years(country)):
        frame = ask.store().areas(year, country=country)
        if frame.filter(frame["code"] == area).height:
            return Places(frame, area, year)
    raise NotFoundError(
        text("the areas of %(municipality)s are not loaded.", municipality=area),
        todo=text("Load the key figures of districts and neighbourhoods first."),
    )


def as_line(row: PortfolioLine, number: int) -> nouns.Line:
    """Give a row as the library's line."""
    told = {name: getattr(row, name) for name in PLAIN}
    return nouns.Line(
        key=str(row.pk),
        number=number,
        amount=row.amount,
        areas=tuple(row.areas),
        groups=tuple(row.groups),
        **{**told, "kind": row.kind or None, "aim": row.aim or None, "form": row.form or None},
    )


def as_decision(row: PortfolioLine) -> Decision | None:
    """Give what was decided of a line, none when nothing was."""
    if not row.verdict or row.decided_on is None:
        return None
    freed = None
    if row.freed is not None and row.freed_from is not None:
        freed = Freed(row.freed, row.freed_from, row.contract_until)
    return Decision(str(row.pk), row.verdict, row.reason, row.decided_on, freed)  # type: ignore[arg-type]


def as_given(row: Destination) -> Given:
    """Give where freed money goes."""
    return Given(
        row.amount,
        row.from_year,
        row.to,  # type: ignore[arg-type]
        str(row.line_id or ""),
        row.name,
        row.kind or None,  # type: ignore[arg-type]
        row.aim or None,  # type: ignore[arg-type]
        row.form or None,  # type: ignore[arg-type]
    )


def inside(thing: Portfolio) -> Held:
    """Give a portfolio as it stands now: two queries."""
    rows = list(thing.lines.all())
    decisions = [made for row in rows if (made := as_decision(row)) is not None]
    return Held(
        nouns.Portfolio(
            municipality=thing.area,
            lines=tuple(as_line(row, number) for number, row in enumerate(rows, start=1)),
            title=thing.title,
            source=thing.source,
            fictitious=thing.house.fictitious,
        ),
        tuple(decisions),
        tuple(as_given(row) for row in thing.destinations.all()),
    )


def outside(thing: Portfolio) -> Held:
    """Give a portfolio as it was published."""
    return read_written(json.loads(thing.published_document))


def read_written(record: Mapping[str, Any]) -> Held:
    """Read a plain record that ``written`` made."""
    lines = tuple(
        nouns.Line(
            **{
                **_known(nouns.Line, one),
                "amount": Decimal(one["amount"]),
                "areas": tuple(one["areas"]),
                "groups": tuple(one["groups"]),
            }
        )
        for one in record["lines"]
    )
    return Held(
        nouns.Portfolio(
            municipality=record["municipality"],
            lines=lines,
            title=record["title"],
            source=record["source"],
            fictitious=record["fictitious"],
        ),
        tuple(_decision_from(one) for one in record["decisions"]),
        tuple(
            Given(**{**_known(Given, one), "amount": Decimal(one["amount"])})
            for one in record["given"]
        ),
        frozenset(record["withheld"]),
    )


def _known(noun: Any, record: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what another version of Weefsel wrote and this one does not have."""
    names = {one.name for one in fields(noun)}
    return {name: value for name, value in record.items() if name in names}


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _decision_from(one: Mapping[str, Any]) -> Decision:
    freed = one["freed"]
    return Decision(
        one["line"],
        one["verdict"],
        one["reason"],
        date.fromisoformat(one["on"]),
        Freed(Decimal(freed["amount"]), freed["from_year"], _day(freed["contract_until"]))
        if freed
        else None,
    )


def written(held: Held) -> dict[str, Any]:
    """Give a portfolio as a plain record, with the participants that it holds."""
    book = held.portfolio
    return {
        "schema": SCHEMA,
        "title": book.title,
        "municipality": book.municipality,
        "source": book.source,
        "fictitious": book.fictitious,
        "lines": [
            {name: _plain(value) for name, value in vars(one).items()} for one in book.lines
        ],
        "decisions": [
            {
                **{name: _plain(value) for name, value in vars(one).items() if name != "freed"},
                "freed": {name: _plain(value) for name, value in vars(one.freed).items()}
                if one.freed
                else None,
            }
            for one in held.decisions
        ],
        "given": [
            {name: _plain(value) for name, value in vars(one).items()} for one in held.given
        ],
        "withheld": sorted(held.withheld),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def mark_of(thing: Portfolio) -> str:
    """Give a mark of all that stands in a portfolio now: any change gives another."""
    words = json.dumps(written(inside(thing)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def frozen(thing: Portfolio) -> dict[str, Any]:
    """Give what everybody may see of a portfolio: counts of people only as the door lets them."""
    held = inside(thing)
    found = shown_people(held.portfolio.lines)
    shown = {key: None if one.value is None else int(one.value) for key, one in found.items()}
    lines = tuple(replace(one, participants=shown[one.key]) for one in held.portfolio.lines)
    withheld = frozenset(key for key, one in found.items() if one.flag is Flag.SUPPRESSED)
    return written(
        replace(held, portfolio=replace(held.portfolio, lines=lines), withheld=withheld)
    )


def reviewed(held: Held, year: int | None = None) -> Review:
    """Review a portfolio of today; raises ``InputError`` where its money does not balance."""
    try:
        found = ask.scan_of(held.portfolio.municipality)
    except NotFoundError:
        found = None
    made = review(
        held.portfolio,
        found,
        timezone.localdate(),
        year=year,
        decisions=held.decisions,
        given=held.given,
    )
    if not held.withheld:
        return made
    lines = tuple(_hidden(one) if one.line.key in held.withheld else one for one in made.lines)
    return replace(made, lines=lines)


def without_money(held: Held) -> Held:
    """Give a portfolio without what was freed and given: only that can be out of balance."""
    decisions = tuple(replace(one, freed=None) for one in held.decisions)
    return replace(held, decisions=decisions, given=())


def _hidden(one: LineReview) -> LineReview:
    """Give a line of which the participants are known but not shown: nobody is asked for them."""
    each = _withheld(one.cost.per_participant)
    return replace(
        one,
        participants=_withheld(one.participants),
        cost=replace(one.cost, per_participant=each, sentence=HIDDEN, reason=HIDDEN),
        questions=tuple(asked for asked in one.questions if asked.key != "people"),
    )


def _withheld(figure: Figure) -> Figure:
    return replace(figure, value=None, flag=Flag.SUPPRESSED, reason=HIDDEN)


def check_money(thing: Portfolio) -> None:
    """Hold what is given to what is free; raises ``InputError`` when it is not."""
    held = inside(thing)
    lines = {one.key: one for one in held.portfolio.lines}
    for one in held.decisions:
        check_decision(one, lines[one.line])
    settle(held.portfolio.lines, held.decisions, held.given)
