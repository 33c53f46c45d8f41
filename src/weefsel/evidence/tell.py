"""What the marks of a figure mean, in plain words: its kind, range, centre, grade, check."""

from __future__ import annotations

from weefsel.base.distributions import DRAWN_KINDS
from weefsel.base.language import Text, text
from weefsel.evidence.parameter import EURO_UNITS, Parameter

KINDS: dict[str, Text] = {
    "unit_cost": text("what something costs"),
    "tariff": text("tariff"),
    "wage": text("wages and staff"),
    "prevalence": text("how often it occurs"),
    "population": text("counts of people and events"),
    "effect": text("effect"),
    "transition": text("chance of moving from one situation to another"),
    "attribution": text("how much is due to something else"),
    "price_index": text("price index"),
    "discount": text("discount rate"),
}
# Groups of units that people filter by; what is in none of them is "other".
UNIT_GROUPS: dict[str, frozenset[str]] = {
    "euro": EURO_UNITS,
    "foreign_money": frozenset({"usd", "gbp"}),
    "share": frozenset({"percent", "percent_points", "per_100", "per_1000", "ratio"}),
    "number": frozenset({"persons", "residents", "households", "dwellings", "count"}),
    "time": frozenset({"hours", "hours_per_year", "days", "weeks", "months", "years"}),
}
OTHER_UNITS = "other"
UNIT_GROUP_NAMES: dict[str, Text] = {
    "euro": text("euro"),
    "foreign_money": text("dollar or pound"),
    "share": text("a share or chance"),
    "number": text("a number of people or things"),
    "time": text("time"),
    OTHER_UNITS: text("something else"),
}
GRADES: dict[str, Text] = {
    "A": text("official statistic or guideline"),
    "B": text("peer-reviewed research, or an institute"),
    "C": text("single case, promoter or expert"),
}
CHECKS: dict[str, Text] = {
    "read_original": text("read at the source itself"),
    "read_copy": text("seen in a copy of the source"),
    "not_read": text("not read at the source"),
}
CENTRES: dict[str, Text] = {
    "mean": text("mean"),
    "median": text("median: half lies below it"),
    "mode": text("the value that occurs most"),
    "midpoint": text("halfway between the lowest and the highest"),
    "bound": text("an end of the range, not its middle"),
    "unknown": text("the source does not say"),
}
COUNTED: dict[str, Text] = {
    "stock": text("how many there are on one day"),
    "use": text("different people in a period"),
    "flow": text("events in a period"),
    "forecast": text("a forecast"),
}
RANGES: dict[str, Text] = {
    "ci95": text(
        "The 95% interval of the source: so unsure the source itself is. Weefsel draws from a"
        " distribution that hits both ends."
    ),
    "min_max": text(
        "The lowest and the highest value that were found. Weefsel draws from a triangle between"
        " the two."
    ),
    "between_places": text(
        "How far places differ from each other. Weefsel draws from a distribution with nine in"
        " ten places between the two ends."
    ),
    "assumed": text(
        "Our own assumption of how far it can be off; nobody measured that. Weefsel draws from a"
        " distribution with nine in ten values between the two ends."
    ),
    "other_year": text(
        "The other end is the same figure in another year. That tells how it moved, not how"
        " unsure it is. So it makes no distribution."
    ),
    "subgroup": text(
        "The ends are those of subgroups. They tell how groups differ, not how unsure the figure"
        " is. So it makes no distribution."
    ),
}
RANGE_NAMES: dict[str, Text] = {
    "ci95": text("95% interval of the source"),
    "min_max": text("lowest and highest found"),
    "between_places": text("spread between places"),
    "assumed": text("our own assumption"),
    "other_year": text("another year"),
    "subgroup": text("subgroups"),
    "none": text("no range"),
}
NO_RANGE = text(
    "The source gives no range. Where the figure is weighed, it gets a width of our own, and the"
    " result says so."
)
NO_VALUE = text("There is no value, so there is no range to it and nothing is computed with it.")
EXACT = text("It is a norm, an agreement or a count: there is no range to it.")
RANGE_WITHOUT_VALUE = text(
    "The source gives only the two ends and no value between them. That makes no distribution."
)
HALF_A_RANGE = text("Only one end is known. That makes no distribution.")
FAMILIES: dict[str, Text] = {
    "fixed": text("a fixed number"),
    "triangle": text("triangle"),
    "normal": text("normal distribution"),
    "lognormal": text("log-normal distribution: never under zero, with a long end to the right"),
    "logitnormal": text("logit-normal distribution: always between zero and everything"),
}
PLACES: dict[str, Text] = {
    "arrow": text("Link of a chain"),
    "input": text("Starting value of a chain"),
    "cost": text("Cost of an intervention"),
    "study": text("Finding of a study"),
    "case": text("Published business case"),
    "price_index": text("Moves the price of"),
    "replaces": text("Replaces"),
}


def unit_group(unit: str) -> str:
    """Give the group of a unit."""
    return next((key for key, units in UNIT_GROUPS.items() if unit in units), OTHER_UNITS)


def range_told(parameter: Parameter) -> Text:
    """Say what the range of a parameter is and what is done with it, or why it has none."""
    if not parameter.values and parameter.bounds is None:
        return NO_VALUE
    if parameter.range_kind == "none":
        return EXACT if parameter.exact else NO_RANGE
    drawn = parameter.range_kind in DRAWN_KINDS
    if parameter.bounds is not None:
        both = parameter.bounds.low is not None and parameter.bounds.high is not None
        return RANGE_WITHOUT_VALUE if both else HALF_A_RANGE
    if drawn and parameter.distribution() is None:
        return HALF_A_RANGE
    return RANGES[parameter.range_kind]
