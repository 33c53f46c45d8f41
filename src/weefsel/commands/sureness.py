"""How sure scores are, as ``weefsel scan`` prints it: a table in words for each condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weefsel.base.home import language
from weefsel.base.language import text
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.words import rank_said, said
from weefsel.terminal import out, print_table, say

if TYPE_CHECKING:
    from weefsel.scan.result import ScanResult


def print_sureness(result: ScanResult, condition: str) -> None:
    """Say of each score how sure it is, in words; nothing where there is no score."""
    rows = []
    for code in result.scored(condition):
        sure = result.sure(code, condition)
        if sure is not None:
            score = result.score(code, condition)
            shown = [score.number(language()), score.range_words(language())]
            rows.append([code, result.name(code), *shown, say(said(sure)), say(rank_said(sure))])
    if not rows:
        return
    name = CONDITION_NAMES[condition]
    out.print("")
    out.print(say(text("How sure the scores on %(condition)s are", condition=name)))
    print_table(
        [
            text("code"),
            text("name"),
            text("score"),
            text("range"),
            text("beside the average"),
            text("place by score"),
        ],
        rows,
    )
