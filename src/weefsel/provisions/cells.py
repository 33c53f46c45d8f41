"""What the cells of a list of provisions say: hours, numbers, dates, yes and no."""

from __future__ import annotations

import re
from datetime import date

from weefsel.provisions.columns import words
from weefsel.provisions.hsds_terms import language_code
from weefsel.provisions.kinds import ACTIVITIES, GROUPS
from weefsel.sources.local_grid import Cell
from weefsel.sources.names import slug
from weefsel.sources.osm_hours import opening_of

_DUTCH_DAYS = {
    "maandag": "Mo", "dinsdag": "Tu", "woensdag": "We", "donderdag": "Th", "vrijdag": "Fr",
    "zaterdag": "Sa", "zondag": "Su", "ma": "Mo", "di": "Tu", "wo": "We", "do": "Th", "vr": "Fr",
    "za": "Sa", "zo": "Su",
}  # fmt: skip
_CLOSED = frozenset({"gesloten", "dicht", "closed", "-", "nee"})
_POSTCODE = re.compile(r"(\d{4})\s*([A-Za-z]{2})")
_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SEVERAL = re.compile(r"[;,|/]|\s+en\s+")
_ADDRESS = re.compile(r"(?P<street>.*[^\d\s,-])[\s,]+(?P<number>\d+\s?[A-Za-z0-9/-]{0,8})")


class NotRead(ValueError):
    """A cell that cannot be what its column says."""


def word(cell: Cell) -> str:
    """Give a cell as words; a whole number of a workbook without its decimal."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell!r}"
    return " ".join(cell.split())


def hours(said: str) -> list[dict[str, object]]:
    """Give the openings of words such as "ma t/m vr 9.00-17.00 uur"; raises ``NotRead``."""
    made = f" {said.casefold()} "
    for dutch, short in _DUTCH_DAYS.items():
        made = re.sub(rf"(?<![a-z]){dutch}\.?(?:en)?(?![a-z])", short, made)
    made = re.sub(r"t/m|tot en met|\u2013|\u2014", "-", made)
    made = re.sub(r"(\d)\s+tot\s+(\d)", r"\1-\2", made)
    made = re.sub(r"\b(uur|u|van|:00\s*h)\b", " ", made)
    made = re.sub(r"\s*-\s*", "-", made)
    made = re.sub(r"(\d{1,2})\.(\d{2})", r"\1:\2", made)
    made = re.sub(r"(?<![\d:])(\d{1,2})(?![\d:])", r"\1:00", made)
    made = re.sub(r"\s+en\s+|\s*&\s*|\s*\+\s*", ",", made)
    made = re.sub(r"(?<=[a-z]):", "", made)
    # A new day begins a new rule, whatever stands before it.
    made = re.sub(r"(\d)\s*[,;]?\s+(?=(?:Mo|Tu|We|Th|Fr|Sa|Su))", r"\1; ", made)
    made = re.sub(r"\b(?:gesloten|dicht)\b", "off", made)
    found = opening_of(" ".join(made.split()))
    if not found:
        raise NotRead(said)
    return [vars(one) for one in found]


def hours_of_day(day: int, said: str) -> list[dict[str, object]]:
    """Give the openings of the cell of one day, Monday is 1; raises ``NotRead``."""
    if said.casefold().strip(". ") in _CLOSED or not said:
        return []
    only = hours(said)
    first = [one for one in only if one["day"] == 1]
    if len(first) * 7 != len(only):
        raise NotRead(said)  # it names days of its own
    return [{**one, "day": day} for one in first]


def yes_no(said: str) -> bool:
    """Give whether a cell says yes; raises ``NotRead``."""
    found = words().find("yes_no", said)
    if found is None:
        raise NotRead(said)
    return found == "yes"


def number(said: str) -> float:
    """Give a number with a comma or a point; raises ``NotRead``."""
    plain = said.replace("\u20ac", "").replace(" ", "").rstrip("-").rstrip(",")
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain):
        plain = plain.replace(".", "")
    try:
        return float(plain.replace(",", "."))
    except ValueError as fault:
        raise NotRead(said) from fault


def degrees(said: str) -> float:
    """Give degrees with a comma or a point; raises ``NotRead``."""
    try:
        return float(said.replace(",", "."))
    except ValueError as fault:
        raise NotRead(said) from fault


def day(said: str) -> date:
    """Give a day as 2026-05-01 or 1-5-2026; raises ``NotRead``."""
    found = _DATE.fullmatch(said)
    try:
        if found is not None:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(said[:10])
    except ValueError as fault:
        raise NotRead(said) from fault


def postcode(said: str) -> str:
    """Give a Dutch postcode in one form; raises ``NotRead``."""
    found = _POSTCODE.fullmatch(said)
    if found is None:
        raise NotRead(said)
    return f"{found[1]} {found[2].upper()}"


def email(said: str) -> str:
    """Give an e-mail address; raises ``NotRead``."""
    if not _EMAIL.fullmatch(said):
        raise NotRead(said)
    return said


def address(said: str) -> tuple[str, str]:
    """Give street and number of an address in one line."""
    found = _ADDRESS.fullmatch(said.split(",")[0].strip())
    if found is None:
        return said, ""
    return found["street"].strip(), found["number"].strip()


def several(said: str) -> list[str]:
    """Give the parts of a list in one cell."""
    return [one.strip() for one in _SEVERAL.split(said) if one.strip()]


def languages(said: str) -> list[str]:
    """Give the codes of languages by name or code; raises ``NotRead`` for one unknown."""
    found = []
    for one in several(said):
        code = language_code("", one)
        if code is None:
            raise NotRead(one)
        found.append(code)
    return list(dict.fromkeys(found))


def coded(kind: str, said: str) -> list[str]:
    """Give the codes of activities or groups by code or name; raises ``NotRead``."""
    known = ACTIVITIES if kind == "activities" else GROUPS
    by_name = {slug(one.render(lang)): key for key, one in known.items() for lang in ("nl", "en")}
    whole = by_name.get(slug(said))
    if whole is not None:
        return [whole]
    found = []
    for one in re.split(r"[;,|]", said):
        key = one.strip().upper()
        code = key if key in known else by_name.get(slug(one))
        if code is None:
            raise NotRead(one)
        found.append(code)
    return list(dict.fromkeys(found))


def meaning(table: str, said: str) -> str:
    """Give what a word of a list stands for; raises ``NotRead``."""
    found = words().find(table, said)
    if found is None:
        raise NotRead(said)
    return found
