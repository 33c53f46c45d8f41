"""What a spreadsheet says about people is struck out before it is kept, and shown first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from weefsel.outcomes.screening import Screened
from weefsel.portfolio.line import Line
from weefsel.web.screened import lang_now, screened

SPOKEN = ("activity", "goal", "organisation", "named", "for_whom")

PEOPLE = ("activity", "goal", "for_whom")  # where a name is likely of a person
# How people are addressed, and initials with a surname: "Mevrouw Jansen", "A.B. de Vries".
ADDRESSED = re.compile(
    r"\b(?:dhr|de heer|meneer|mevr(?:ouw)?|mw|fam(?:ilie)?)\b\.?\s+\S", re.IGNORECASE
)
INITIALS = re.compile(
    r"\b(?:[A-Z]\.\s?)+\s*(?:(?:van|von|de|der|den|het|ter|ten|te|el|la|'t)\s+)*[A-Z][a-z]\w+"
)
# Words of a body, by which a name that holds a person's is still that of no person.
BODY = re.compile(
    r"stichting|vereniging|genootschap|coöperatie|cooperatie|gemeente|school|kerk|parochie|moskee"
    r"|museum|fonds|centrum|buurthuis|wijkteam|praktijk|bureau|groep|instituut|bibliotheek|zorg"
    r"|welzijn|advies|bedrijf|club|\bhuis|\bbv\b|\bb\.v\.|\bvof\b|\bv\.o\.f\.|\bnv\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Struck:
    """One text that is stored otherwise than it stands in the file."""

    number: int
    was: str
    becomes: str
    kinds: tuple[str, ...]


def struck_lines(lines: Sequence[Line]) -> tuple[tuple[Line, ...], list[Struck]]:
    """Give the lines as they may be stored, and what was struck out of which.

    The name of an organisation is often that of nobody, and of a sole trader it is legitimately
    a person's: only numbers and addresses are struck from it (``like_people`` asks about the
    name), names of people from the activity and the goal.
    """
    kept, told = [], []
    read: dict[str, Screened] = {}  # one organisation has many lines
    for line in lines:
        changed = {}
        for field in SPOKEN:
            words = getattr(line, field)
            if not words:
                continue
            found = read.get(words) or read.setdefault(words, screened(words))
            keep = {one.key for one in found.findings if one.may_stay and field not in PEOPLE}
            made = found.keeping(keep).struck
            if made != words:
                changed[field] = made
                left = [one for one in found.findings if one.key not in keep]
                kinds = tuple(dict.fromkeys(one.kind.label.render(lang_now()) for one in left))
                told.append(Struck(line.number, words, made, kinds))
        kept.append(replace(line, **changed) if changed else line)
    return tuple(kept), told


def like_people(organisations: Iterable[str]) -> list[str]:
    """Give the names of organisations that look like the name of a person, each once."""
    found = (one for one in organisations if ADDRESSED.search(one) or INITIALS.search(one))
    return [one for one in dict.fromkeys(found) if not BODY.search(one)]
