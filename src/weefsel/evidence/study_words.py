"""Words for what a study is: its design, its measure, what its number is, which way it points."""

from __future__ import annotations

from weefsel.base.language import Text, text

DESIGNS: dict[str, Text] = {
    "rct": text("randomised trial"),
    "quasi": text("comparison without drawing lots"),
    "meta": text("review of several studies"),
    "before_after": text("before and after, without a comparison"),
    "register": text("data of a register"),
    "qualitative": text("interviews and observation"),
    "": text("design not found"),
}
MEASURES: dict[str, Text] = {
    "smd": text("standardised difference"),
    "d": text("standardised difference (d)"),
    "rr": text("risk ratio"),
    "or": text("odds ratio"),
    "hr": text("hazard ratio"),
    "pp": text("difference in percentage points"),
    "pct": text("difference in percent"),
    "other": text("in the unit of the outcome"),
}
NUMBERS: dict[str, Text] = {
    "effect": text("an effect"),
    "level": text("a level, not an effect"),
    "reach": text("reach, not an effect"),
    "vote": text("an opinion, not an effect"),
    "probability": text("a chance, not an effect"),
    "ratio": text("benefits to costs, not an effect"),
    "none": text("no number was read"),
}
DIRECTIONS: dict[str, Text] = {
    "positive": text("as intended"),
    "nil": text("no difference found"),
    "negative": text("the opposite of what was meant"),
    "mixed": text("in part, or mixed"),
    "not_shown": text("nothing shown either way"),
}
COUNTRIES: dict[str, Text] = {
    "NL": text("the Netherlands"),
    "INT": text("several countries"),
    "": text("countries not found"),
    "GB": text("United Kingdom"),
    "US": text("United States"),
    "CH": text("Switzerland"),
    "DE": text("Germany"),
}


def country(code: str) -> Text:
    """Name a country; one without a name here keeps its code."""
    return COUNTRIES.get(code, text("%(words)s", words=code))
