"""The title of a municipality's page: how many areas surely or probably lie at a side."""

from __future__ import annotations

from weefsel.base.certainty import Certainty
from weefsel.base.language import Text, text
from weefsel.scan import words
from weefsel.scan.finding import AREAS
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.result import ScanResult
from weefsel.web.see.area_page import count


def headline(result: ScanResult) -> Text:
    """Say of the condition with most scores how many areas can be told apart; flips with them.

    Without a score it is the title of the scan itself, which says what is missing.
    """
    condition = result.main_condition
    if condition is None:
        return result.title
    scored = result.scored(condition)
    sure = [one for code in scored if (one := result.sure(code, condition)) is not None]
    if not sure:
        return result.title
    sides = [words.side(one) for one in sure]
    lower = sides.count(words.LOWER)
    wanted = words.LOWER if lower else words.HIGHER  # strain first, where there is any
    some = [one.certainty for one, at in zip(sure, sides, strict=True) if at == wanted]
    said = {
        "n": count(result, f"headline:{condition}", len(some)),
        "scored": count(result, f"scored:{condition}", len(scored)),
        "areas": AREAS[result.recipe.level],
        "condition": CONDITION_NAMES[condition],
        "name": result.name(result.recipe.area),
    }
    if not some:
        return text(
            "None of the %(scored)s %(areas)s of %(name)s can be told apart from the average on "
            "%(condition)s",
            **said,
        )
    certain = Certainty.CERTAIN in some
    return text(HEADLINES[wanted, certain].msgid, **said)


HEADLINES = {
    (words.LOWER, True): text(
        "%(n)s of the %(scored)s %(areas)s of %(name)s: certainly or probably below average on "
        "%(condition)s"
    ),
    (words.LOWER, False): text(
        "%(n)s of the %(scored)s %(areas)s of %(name)s: probably below average on %(condition)s"
    ),
    (words.HIGHER, True): text(
        "%(n)s of the %(scored)s %(areas)s of %(name)s: certainly or probably above average on "
        "%(condition)s"
    ),
    (words.HIGHER, False): text(
        "%(n)s of the %(scored)s %(areas)s of %(name)s: probably above average on %(condition)s"
    ),
}
