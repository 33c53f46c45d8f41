"""What a recipe of a choice must hold, beyond the types of its keys."""

from __future__ import annotations

from weefsel.base.distributions import fit
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.evidence.chain import Chain, Input, chains, drawings
from weefsel.evidence.parameter import parameters
from weefsel.sources.area_code import is_area_code, level_of, municipality_of
from weefsel.weigh.choice import Act, Choice, Option, Own, Shares
from weefsel.weigh.replaced import replaceable, stand_in

MAX_DRAWS = 1_048_576  # 2^20: a minute of work; more changes no printed digit
MAX_HORIZON = 100  # years; discounting beyond is not allowed (disc_riskfree, remark)
MAX_AMOUNT = 1e12  # euro or persons: above the budget of the whole country
NAMED_LINES = 3  # named values of an unknown (DESIGN.md section 4, rule 2)
HOURS_IN_YEAR = 8784  # a leap year
YEAR_DIGITS = 4
MAX_SEED = 2**63 - 1  # the largest whole number TOML can hold


def fault(name: str, key: str, what: Text, todo: Text | None = None) -> InputError:
    """Make the error for a key of a recipe."""
    return InputError(
        text("the key '%(key)s' is wrong: %(what)s", key=key, what=what),
        where=name,
        todo=todo or text("Correct it and try again."),
    )


def verify(choice: Choice, name: str = "recipe") -> None:
    """Check a recipe as a whole.

    Raises ``InputError`` that names the file, the key and what to do.
    """
    _frame(choice, name)
    if not choice.option:
        raise fault(name, "option", text("there is nothing to choose from."))
    ids = [option.id for option in choice.option]
    for option_id in ids:
        if ids.count(option_id) > 1:
            raise fault(
                name,
                "option.id",
                text("the id '%(id)s' is used twice.", id=option_id),
                text("Give every option an id of its own."),
            )
    zeros = [option for option in choice.option if option.zero]
    if len(zeros) != 1:
        raise fault(
            name,
            "option.zero",
            text("a choice has exactly one zero option: what happens when nothing changes."),
            text('Add an option with id = "zero" and zero = true, without acts.'),
        )
    for number, option in enumerate(choice.option):
        _option(choice, option, name, f"option[{number}]")
    _replacements(choice, name)


def _replacements(choice: Choice, name: str) -> None:
    known = replaceable(parameters())
    ids = [one.id for one in choice.parameter]
    for number, one in enumerate(choice.parameter):
        key = f"parameter[{number}]"
        if one.id not in known:
            raise fault(
                name,
                f"{key}.id",
                text("'%(id)s' is no figure that an own value can replace.", id=one.id),
                text("Use one of: %(known)s.", known=", ".join(known)),
            )
        if ids.count(one.id) > 1:
            raise fault(
                name,
                f"{key}.id",
                text("the id '%(id)s' is used twice.", id=one.id),
                text("Give one own value in place of a figure."),
            )
        if one.url and not one.url.startswith(("https://", "http://")):
            raise fault(name, f"{key}.url", text("this is not a web address."))
        stand_in(one, known[one.id])


def _is_municipality(code: str) -> bool:
    return is_area_code(code) and level_of(code) == "municipality"


def _frame(choice: Choice, name: str) -> None:
    if not _is_municipality(choice.area):
        raise fault(
            name,
            "area",
            text("'%(given)s' is not a municipality.", given=choice.area),
            text("Give a code such as GM0164."),
        )
    if len(str(choice.base_year)) != YEAR_DIGITS:
        raise fault(name, "base_year", text("a year has four digits."))
    if not 1 <= choice.horizon <= MAX_HORIZON:
        raise fault(
            name,
            "horizon",
            text("a horizon is 1 to %(most)s years.", most=str(MAX_HORIZON)),
        )
    if choice.draws < 1:
        raise fault(name, "draws", text("at least one draw is needed."))
    if choice.draws > MAX_DRAWS:
        raise fault(
            name,
            "draws",
            text("more than %(most)s draws change no printed digit.", most=str(MAX_DRAWS)),
            text("Use fewer; 16384 is enough for most choices."),
        )
    if not 0 <= choice.seed <= MAX_SEED:
        raise fault(name, "seed", text("a seed is a whole number from 0."))
    lines = choice.unknown_lines
    if lines is not None:
        _lines(lines, name)


def _lines(lines: tuple[float, ...], name: str) -> None:
    if any(value > 1 for value in lines):
        raise fault(
            name,
            "unknown_lines",
            text("a share is written between 0 and 1."),
            text("Write 0.03 for 3 in 100."),
        )
    if len(lines) != NAMED_LINES or list(lines) != sorted(set(lines)) or lines[0] < 0:
        raise fault(
            name,
            "unknown_lines",
            text("it holds three different shares, from low to high."),
            text("Write for instance [0.01, 0.03, 0.08]."),
        )


def _option(choice: Choice, option: Option, name: str, place: str) -> None:
    if option.zero and option.acting:
        raise fault(
            name,
            f"{place}.act",
            text("the zero option changes nothing, so it has no acts."),
            text("Move the act to an option of its own."),
        )
    if not option.zero and not option.act:
        raise fault(
            name,
            f"{place}.act",
            text("the option '%(id)s' does nothing.", id=option.id),
            text("Add an act, or make it the zero option."),
        )
    for number, act in enumerate(option.act):
        _act(choice, act, name, f"{place}.act[{number}]")


def _act(choice: Choice, act: Act, name: str, place: str) -> None:
    last = choice.base_year + choice.horizon - 1
    if not choice.base_year <= act.from_year <= last:
        raise fault(
            name,
            f"{place}.from_year",
            text(
                "%(given)s does not lie between the base year %(first)s and the last year"
                " of the horizon %(last)s.",
                given=str(act.from_year),
                first=str(choice.base_year),
                last=str(last),
            ),
        )
    for area in act.areas:
        if not is_area_code(area) or level_of(area) == "country":
            raise fault(
                name,
                f"{place}.areas",
                text("'%(given)s' is not an area code.", given=area),
                text("Give codes such as BU01640101, WK016401 or GM0164."),
            )
        if municipality_of(area) != choice.area:
            raise fault(
                name,
                f"{place}.areas",
                text("%(given)s does not lie in %(area)s.", given=area, area=choice.area),
            )
    chain = chains().get(act.chain)
    if chain is None and act.chain in drawings():
        raise fault(
            name,
            f"{place}.chain",
            text(
                "the chain '%(given)s' can be seen, but not weighed: no one has yet said what"
                " it needs to be weighed.",
                given=act.chain,
            ),
            text("Use one of: %(known)s.", known=", ".join(chains())),
        )
    if chain is None:
        raise fault(
            name,
            f"{place}.chain",
            text("the chain '%(given)s' is not known.", given=act.chain),
            text("Use one of: %(known)s.", known=", ".join(chains())),
        )
    if act.kind != "keep":
        _figures(act, chain, name, place)


def _figures(act: Act, chain: Chain, name: str, place: str) -> None:
    for wanted in chain.input:
        own = act.own(wanted.key)
        if own is None:
            if wanted.required:
                raise InputError(
                    text("the key '%(key)s' is missing.", key=f"{place}.{wanted.key}"),
                    where=name,
                    todo=text("Add it with a value and a source: %(what)s.", what=wanted.name),
                )
            continue
        _own(own, wanted, name, f"{place}.{wanted.key}")
    if act.avoidable_share is not None:
        _shares(act, act.avoidable_share, name, f"{place}.avoidable_share")


def _shares(act: Act, shares: Shares, name: str, key: str) -> None:
    if act.kind != "cut":
        raise fault(
            name,
            key,
            text("only the cost of a place that closes runs down."),
            text("Leave it out, or give the kind cut."),
        )
    if not shares.source.strip():
        raise fault(name, f"{key}.source", text("every figure says where it comes from."))
    if not all(0 <= share <= 1 for share in shares.values):
        raise fault(
            name,
            key,
            text("a share is written between 0 and 1."),
            text("Write 0.30 for 30%%."),
        )


def _residents() -> float:
    """Give the residents of the Netherlands: no place has more visitors."""
    held = parameters()["residents_nl_2024"]
    return held.values[held.newest].value or MAX_AMOUNT


def _own(own: Own, wanted: Input, name: str, key: str) -> None:
    if not own.source.strip():
        raise fault(name, f"{key}.source", text("every figure says where it comes from."))
    held = [number for number in (own.value, own.low, own.high) if number is not None]
    if any(number < 0 for number in held):
        raise fault(name, key, text("it cannot be below zero."))
    if any(number > MAX_AMOUNT for number in held):
        raise fault(name, key, text("it is larger than anything a municipality has."))
    if wanted.unit == "persons" and any(number > _residents() for number in held):
        raise fault(name, key, text("so many people do not live in the Netherlands."))
    if wanted.support == "share" and any(number > 1 for number in held):
        raise fault(
            name,
            key,
            text("a share is written between 0 and 1."),
            text("Write 0.30 for 30%%."),
        )
    if wanted.unit == "hours_per_year" and any(number > HOURS_IN_YEAR for number in held):
        raise fault(name, key, text("a year has fewer hours than that."))
    if (own.low is None) != (own.high is None):
        raise fault(name, key, text("a range has a low and a high."))
    if own.low is not None and own.high is not None:
        if own.range_kind == "none":
            raise fault(
                name,
                f"{key}.range_kind",
                text("a range says of what kind it is."),
                text("Use min_max, between_places, ci95 or assumed."),
            )
        if not own.low <= own.value <= own.high:
            raise fault(name, key, text("the value does not lie between its low and high."))
        try:
            fit(own.value, own.low, own.high, own.range_kind, support=wanted.support, where=key)
        except InputError as edge:
            raise fault(name, key, edge.what, edge.todo) from edge
    elif own.range_kind != "none":
        raise fault(name, key, text("there is a kind of range, but no range."))
    if own.price_year is not None and not wanted.unit.startswith("eur"):
        raise fault(name, f"{key}.price_year", text("only an amount of money has a price year."))
