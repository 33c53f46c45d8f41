"""Words that come with own figures and will be read by everyone: no personal data in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.outcomes.screening import Certainty, Finding, Kind, screen

# A name of a maker is no secret, and a postcode alone or a date may be what a source is
# about: of those only what is sure to be one address, a birth or a car is refused.
REFUSED = (Kind.BSN, Kind.IBAN, Kind.PHONE, Kind.EMAIL, Kind.STREET)
WHEN_SURE = (Kind.POSTCODE, Kind.BIRTH_DATE, Kind.PLATE)
# A source is often a place with a year ("Weverdam 2023"), which looks like a street with its
# number; so high a house number is rare.
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[ ]?[-/\u2013][ ]?(?:19|20)?\d\d)?$")


def _counts(finding: Finding) -> bool:
    if finding.kind is Kind.STREET and _YEARS.search(finding.found):
        return False
    if finding.kind in WHEN_SURE:
        return finding.certainty is Certainty.SURE
    return finding.kind in REFUSED and finding.certainty is not Certainty.DOUBTFUL


def refuse_personal(words: Iterable[str], file: str) -> None:
    """Refuse titles, sources and names of indicators that hold personal data.

    Raises ``InputError`` that names the kind of data, not the data itself.
    """
    for one in dict.fromkeys(words):
        for finding in screen(one).findings if one else ():
            if _counts(finding):
                raise InputError(
                    text(
                        "a title, source or name holds personal data (%(kind)s), and everyone "
                        "would read it.",
                        kind=finding.kind.label,
                    ),
                    where=file,
                    todo=text("Take it out of the file or of the form."),
                )
