"""What the cells of one line mean: each either a value, or a reason and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from weefsel.atlas.local_names import Doubt, Places
from weefsel.base.language import Text, text
from weefsel.evidence.intervention import interventions
from weefsel.evidence.register import light_interventions
from weefsel.portfolio.columns import FIRST_YEAR, LAST_YEAR
from weefsel.portfolio.line import LIGHT
from weefsel.portfolio.vocabulary import words
from weefsel.provisions.kinds import ACTIVITIES
from weefsel.sources.area_code import is_area_code, municipality_of
from weefsel.sources.names import slug

MOST_PEOPLE = 1_000_000  # of one activity: more live in no Dutch municipality
_PARTS = re.compile(r"\s*[;\n|]\s*")
_FINER = re.compile(r"\s*(?:,|\+|/|&|\ben\b|\band\b)\s*", re.I)
_YEAR = re.compile(r"^\d{4}$")
# A date, as a workbook holds it or as people write it: "2026-01-14", "1-1-2026".
_DATE = re.compile(r"^(?:(\d{4})-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}))$")
_WHOLE_YEAR = re.compile(r"^(\d{4})[.,]0+$")
_NUMBER = re.compile(r"\d+(?:[.,]\d{3})*(?![.,]?\d)")
_PEOPLE = re.compile(r"^\d+$|^\d{1,3}(?:[.,]\d{3})+$")
_FEW = re.compile(r"^<\s*1?\d$")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_DASHES = frozenset({"-", "\N{EN DASH}", "\N{EM DASH}", "?", ".", "x", "n/a"})
_NEAR = 3


class Unclear(ValueError):
    """A cell whose meaning is not clear; ``what`` and ``todo`` say why and what to do."""

    def __init__(self, what: Text, todo: Text) -> None:
        super().__init__(what.render("en"))
        self.what, self.todo = what, todo


def is_none(said: str) -> bool:
    """Tell whether a cell is empty or says that nothing is known."""
    bare = said.strip().lower()
    return not bare or bare in _DASHES or words().says("none", bare)


def is_date(said: str) -> bool:
    """Tell whether a cell is a whole date, of which only the year is read."""
    return _DATE.match(said) is not None


def read_year(said: str, of_file: int | None) -> int:
    """Give the year of a grant, that of the file where the cell is empty."""
    if not said and of_file is not None:
        return of_file
    if not said:
        raise Unclear(text("there is no year."), text("Write the year in four digits."))
    found = _DATE.match(said) or _WHOLE_YEAR.match(said)
    if found is not None:
        said = next(one for one in found.groups() if one)
    if not _YEAR.match(said):
        raise Unclear(
            text("'%(said)s' is not one year.", said=said[:20]),
            text("Write one year in four digits; give each year of a longer grant its own row."),
        )
    if not FIRST_YEAR <= int(said) <= LAST_YEAR:
        raise Unclear(
            text(
                "%(said)s does not lie between %(first)s and %(last)s.",
                said=said,
                first=str(FIRST_YEAR),
                last=str(LAST_YEAR),
            ),
            text("Correct the year."),
        )
    return int(said)


def read_people(said: str) -> tuple[int | None, Text | None]:
    """Give a number of participants, none where it is not known, and a remark."""
    bare = _SPACES.sub("", said)
    if is_none(said):
        return None, None
    if _FEW.match(bare) or words().says("few", bare):
        return None, text("'%(said)s' participants: withheld, so not known", said=said[:20])
    if not _PEOPLE.match(bare):
        inside = _NUMBER.findall(said)
        raise Unclear(
            text("'%(said)s' is not a whole number of participants.", said=said[:40]),
            text(
                "Write only the number, %(number)s, or leave the cell empty when it is not known.",
                number=inside[0],
            )
            if len(inside) == 1
            else text("Write one whole number, or leave the cell empty when it is not known."),
        )
    number = int(re.sub(r"[.,]", "", bare))
    if number > MOST_PEOPLE:
        raise Unclear(
            text("'%(said)s' is more people than a municipality has.", said=said[:40]),
            text("Write how many different people took part in the year."),
        )
    return number, None


def read_areas(said: str, places: Places) -> tuple[str, ...]:
    """Give the codes of the areas that a cell names; none where it names none."""
    if is_none(said):
        return ()
    whole = slug(said).removesuffix(slug(places.name.get(places.municipality, "")))
    if words().says("whole", said) or whole in ("heel", "gemeente", "helegemeente", "wholeof"):
        return (places.municipality,)
    found: list[str] = []
    for part in _PARTS.split(said.strip()):
        if part:
            found += _area(part, places)
    if places.municipality in found:
        return (places.municipality,)
    return tuple(dict.fromkeys(found))


def _area(part: str, places: Places) -> list[str]:
    """Give the area of a part; a name with a comma or "en" in it comes before two names."""
    bare = _SPACES.sub("", part).upper()
    if is_area_code(bare):
        return [_coded(bare, places)]
    one = places.find("", part, None)
    if isinstance(one, str):
        return [one]
    pieces = [piece for piece in _FINER.split(part) if piece]
    if len(pieces) < 2:
        raise Unclear(one.what, one.todo)
    return [code for piece in pieces for code in _named(piece, places)]


def _named(piece: str, places: Places) -> list[str]:
    bare = _SPACES.sub("", piece).upper()
    if is_area_code(bare):
        return [_coded(bare, places)]
    one = places.find("", piece, None)
    if isinstance(one, Doubt):
        raise Unclear(one.what, one.todo)
    return [one]


def _coded(code: str, places: Places) -> str:
    if code in places.level:
        return code
    if municipality_of(code) != places.municipality:
        raise Unclear(
            text("%(code)s does not lie in %(municipality)s.", code=code,
                 municipality=places.municipality),
            text("Name areas of this municipality, or leave the cell empty."),
        )  # fmt: skip
    raise Unclear(
        text("%(code)s is no area of the division of %(year)s.", code=code, year=places.year),
        text("Check the code, or write the name of the neighbourhood."),
    )


@dataclass(frozen=True)
class Named:
    """What a cell with an intervention means: an id of the library, or only a name."""

    id: str = ""
    name: str = ""
    remark: Text | None = None


@cache
def _library() -> dict[str, str]:
    """Give the id of each intervention and light intervention by the slugs of its names."""
    found: dict[str, str] = {}
    for made in interventions().values():
        short = re.sub(r"\([^)]*\)", "", made.name)
        for name in (made.id, made.name, short, *made.name.split(" / ")):
            found.setdefault(slug(name), made.id)
    for entry in light_interventions().entry:
        for name in (LIGHT + entry.id, entry.name_nl, entry.name_en):
            if name:
                found.setdefault(slug(name), LIGHT + entry.id)
    return found


def read_intervention(said: str) -> Named:
    """Find the intervention that a cell names; a name that the library lacks is kept."""
    if is_none(said):
        return Named()
    known = _library().get(slug(said))
    if known is not None:
        return Named(known)
    near = get_close_matches(slug(said), _library(), n=_NEAR)
    remark = text("the intervention '%(name)s' is not in the library: kept as a name", name=said)
    if near:
        ids = dict.fromkeys(_library()[one] for one in near)
        remark = text(
            "the intervention '%(name)s' is not in the library: kept as a name; names that look"
            " like it: %(near)s",
            name=said,
            near=", ".join(ids),
        )
    return Named(name=said, remark=remark)


def read_kind(said: str) -> str | None:
    """Give the kind of activity, A1 to A10."""
    return _one("kind", said, ", ".join(ACTIVITIES))


def read_aim(said: str) -> tuple[str | None, Text | None]:
    """Give preventive or curative, and a remark where a cell says both."""
    return _half("aim", said, "preventief, curatief, preventive, curative")


def read_form(said: str) -> tuple[str | None, Text | None]:
    """Give collective or individual, and a remark where a cell says both."""
    return _half("form", said, "collectief, individueel, collective, individual")


def _half(table: str, said: str, known: str) -> tuple[str | None, Text | None]:
    if words().says("both", said):
        said = said[:40]
        return None, text("'%(said)s' counts as not known; split the line to say more", said=said)
    return _one(table, said, known), None


def _one(table: str, said: str, known: str) -> str | None:
    if is_none(said):
        return None
    found = words().find(table, said)
    if found is None:
        raise Unclear(
            text("'%(said)s' is not known here.", said=said[:40]),
            text(
                "Use one of these: %(known)s; or leave the cell empty, or leave out the column.",
                known=known,
            ),
        )
    return found


def read_groups(said: str) -> tuple[tuple[str, ...], str]:
    """Give the groups, G1 to G9, and the words for people who are none of these."""
    if is_none(said):
        return (), ""
    whole = words().find("group", said)
    if whole is not None:
        return (whole,), ""
    found, other = [], []
    for part in _PARTS.split(said.strip()):
        for piece in (part,) if words().find("group", part) else _FINER.split(part):
            meant = words().find("group", piece)
            if meant is not None:
                found.append(meant)
            elif piece.strip():
                other.append(piece.strip())
    return tuple(sorted(set(found))), ", ".join(dict.fromkeys(other))
