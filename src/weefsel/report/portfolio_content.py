"""What stands on the one page of a portfolio, cut to the room that is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from weefsel.base.language import Text, plural, text
from weefsel.portfolio.finding import side_of
from weefsel.portfolio.money import NOTHING, Euro
from weefsel.portfolio.reviewed import LineReview, Review, Split
from weefsel.portfolio.vocabulary import RESEARCH, TOS, VERDICTS
from weefsel.provisions.kinds import ACTIVITIES
from weefsel.report.memo_parts import Part, cell
from weefsel.scan.reasons import CONDITION_NAMES

LONGEST_NAME, LONGEST_ORGANISATION = 44, 30  # signs: two rows of the table hold no more
LONGEST_BOTH, SHORTEST = 42, 8  # signs that one row holds, and that still say something
MOST_ROWS = 40  # of the table: more never fit on a page
LONGEST_WORDS = 220  # signs of a question or a gap
MOST_YEARS = 3  # of the money; the annex has them all
MOST_GIVEN = 4  # destinations of it, the largest; the annex has them all
VERDICT_ORDER = ("stop", "scale", "improve", "keep", "undecided")
NO_KIND = ""
TONES = {"stop": "strain", "scale": "strength", "improve": "strength"}
FILLS = {"both": "first", "between": "second", "neither": "third", "unknown": "unknown"}
# Questions that a council should hear first; the others stand in the annex.
FIRST_QUESTIONS = (
    "after_stop",
    "weak_and_double",
    "research_opposite",
    "research_adverse",
    "research_no_difference",
    "scale_on_what",
    "avoidable",
    "why_not_there",
    "expired",
    "small_step",
    "double",
    "why_here",
    "research_none_named",
    "dearest",
)
NEED: dict[str, Text] = {
    "lower": text("lower"),
    "higher": text("higher"),
    "equal": text("unclear"),
    "unknown": text("not known"),
}


@dataclass(frozen=True)
class Room:
    """How much may stand on the page: rows of the table, questions and gaps.

    ``tight`` cuts activity and organisation to one row together.
    """

    rows: int
    questions: int
    gaps: int
    tight: bool = False


def contents(review: Review, lang: str, room: Room) -> dict[str, Any]:
    """Give the parts of the page in a language."""
    return {
        "lead": [one.render(lang) for one in review.lead if one is not review.ledger.sentence],
        "keys": _keys(review, lang),
        "lines": _lines(review, lang, room),
        "division": _division(review, lang),
        "money": _money(review, lang),
        "gaps": _gaps(review, lang, room.gaps),
        "questions": _questions(review, lang, room.questions),
    }


def cut(words: str, longest: int) -> str:
    """Shorten words to what fits."""
    return (
        words
        if len(words) <= longest
        else words[: longest - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    )


def _sum(lines: Sequence[LineReview]) -> Decimal:
    return sum((one.line.amount for one in lines), NOTHING)


def _euro(amount: Decimal, lang: str) -> str:
    """Write an amount in whole euros: cents are in the annex."""
    return Euro(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)).render(lang)


def _count(number: int, lang: str) -> str:
    return plural("%(count)s line", "%(count)s lines", number, count=str(number)).render(lang)


def _keys(review: Review, lang: str) -> list[dict[str, str]]:
    """Give the numbers at the top: the whole, then the decisions, or else what research says."""
    made = [_key(text("all lines"), review.lines, "neutral", lang)]
    for name, mine, tone in _decided(review) if _any_decision(review) else _researched(review):
        if mine:
            made.append(_key(name, mine, tone, lang))
    return made


def _key(name: Text, mine: Sequence[LineReview], tone: str, lang: str) -> dict[str, str]:
    return {
        "name": name.render(lang),
        "number": _euro(_sum(mine), lang),
        "below": _count(len(mine), lang),
        "tone": tone,
    }


def _any_decision(review: Review) -> bool:
    return any(one.decision is not None for one in review.lines)


def _decided(review: Review) -> Iterator[tuple[Text, list[LineReview], str]]:
    for verdict in VERDICT_ORDER:
        yield VERDICTS[verdict], _of_verdict(review, verdict), TONES.get(verdict, "neutral")


def _researched(review: Review) -> Iterator[tuple[Text, list[LineReview], str]]:
    names = {
        "favour": (text("research in favour"), "strength"),
        "against": (text("no difference or the opposite"), "strain"),
        "other": (text("not known or mixed"), "neutral"),
        "unnamed": (text("no intervention known"), "neutral"),
    }
    for key, (name, tone) in names.items():
        yield name, [one for one in review.lines if side_of(one) == key], tone


def _of_verdict(review: Review, verdict: str) -> list[LineReview]:
    return [one for one in review.lines if (one.verdict or "undecided") == verdict]


def _grouped(review: Review) -> list[tuple[Text, list[LineReview]]]:
    """Group the lines by decision; by kind of activity while nothing was decided."""
    if any(one.decision is not None for one in review.lines):
        groups = [(VERDICTS[key], _of_verdict(review, key)) for key in VERDICT_ORDER]
    else:
        kinds = [*ACTIVITIES, NO_KIND]
        names = {**ACTIVITIES, NO_KIND: text("kind of activity not known")}
        groups = [
            (names[key], [one for one in review.lines if (one.traits.kind or NO_KIND) == key])
            for key in kinds
        ]
    by_size = [
        (name, sorted(mine, key=lambda one: (-one.line.amount, one.line.number)))
        for name, mine in groups
    ]
    return [(name, mine) for name, mine in by_size if mine]


def rows_of_all(review: Review) -> int:
    """Give the rows that all lines take, with the titles of their groups."""
    return len(review.lines) + (len(_grouped(review)) if _any_decision(review) else 0)


def shared_out(sizes: Sequence[int], rows: int) -> list[int]:
    """Divide rows over groups in turn, the first groups first, until all are shown.

    A group of which some lines are shown and some are not takes a row to say so.
    """
    given = [0] * len(sizes)

    def taken() -> int:
        return sum(given) + sum(0 < some < size for some, size in zip(given, sizes, strict=True))

    grown = True
    while grown:
        grown = False
        for at, size in enumerate(sizes):
            if given[at] < size:
                given[at] += 1
                if taken() <= rows:
                    grown = True
                else:
                    given[at] -= 1
    return given


def _lines(review: Review, lang: str, room: Room) -> dict[str, Any]:
    groups = _grouped(review)
    if not _any_decision(review) and len(review.lines) <= room.rows:
        # Nothing was decided and all fit: one list, the largest first.
        every = sorted(review.lines, key=lambda one: (-one.line.amount, one.line.number))
        return _table([_row(one, lang, room.tight) for one in every], True, review, lang)
    # The title of a group takes a row as well.
    shown = shared_out([len(mine) for _, mine in groups], max(room.rows - len(groups), 0))
    made: list[list[Part]] = []
    for (name, mine), most in zip(groups, shown, strict=True):
        words = name.render(lang)
        total = f"{_count(len(mine), lang)}, {_euro(_sum(mine), lang)}"
        made.append([cell(words[:1].upper() + words[1:], below=total)])
        made += [_row(one, lang, room.tight) for one in mine[:most]]
        rest = mine[most:]
        if rest and most:
            made.append(_rest(rest, lang))
    return _table(made, sum(shown) == len(review.lines), review, lang)


def _table(rows: list[list[Part]], every: bool, review: Review, lang: str) -> dict[str, Any]:
    heads = (
        text("Line"),
        text("Activity and organisation"),
        text("Amount"),
        text("Research"),
        text("Score there"),
        text("Per participant"),
    )
    return {
        "title": (text("All lines") if every else text("The largest lines")).render(lang),
        "header": [one.render(lang) for one in heads],
        "rows": rows,
        "remark": " ".join(one.render(lang) for one in _remarks(review)),
        "widths": [0, 2, 0, 1.3, 0.75, 0],
        "right": [True, False, True, False, False, True],
    }


def _remarks(review: Review) -> Iterator[Text]:
    if review.gaps.condition is not None:
        yield text(
            "Score there: %(condition)s in its neighbourhoods beside the municipality.",
            condition=CONDITION_NAMES[review.gaps.condition],
        )
    yield text(
        "Per participant: the amount divided by the participants; a dash where that is not known"
        " or may not be shown. Sums in whole euros."
    )


def _row(one: LineReview, lang: str, tight: bool) -> list[Part]:
    each = one.cost.exact
    expired = one.evidence.standing == "expired"
    name = cut(one.line.activity, LONGEST_BOTH if tight else LONGEST_NAME)
    left = LONGEST_BOTH - len(name) if tight else LONGEST_ORGANISATION
    return [
        cell(str(one.line.number), mute=True),
        cell(name, below=cut(one.line.organisation, left) if left >= SHORTEST else ""),
        cell(_euro(one.line.amount, lang), strong=True),
        cell(
            RESEARCH[one.evidence.research].render(lang),
            tag=text("expired").render(lang) if expired else "",
            tag_kind="low",
        ),
        cell(_where(one).render(lang)),
        cell("\N{EN DASH}" if each is None else Euro(each).render(lang), mute=each is None),
    ]


def _where(one: LineReview) -> Text:
    areas = one.need.areas
    if areas and all(area.level == "municipality" for area in areas):
        return text("whole municipality")
    return NEED[one.need.side]


def _rest(rest: Sequence[LineReview], lang: str) -> list[Part]:
    words = plural(
        "%(count)s more line: in the annex",
        "%(count)s more lines: in the annex",
        len(rest),
        count=str(len(rest)),
    )
    more = [cell(words.render(lang), mute=True), cell(_euro(_sum(rest), lang), mute=True)]
    return [cell(""), *more, cell(""), cell(""), cell("")]


def _division(review: Review, lang: str) -> dict[str, Any]:
    """Give the split in preventive and collective against curative and individual."""
    before, after = review.shares.before[-1], review.shares.after[-1]
    changed = bool(review.ledger.freed or review.ledger.given)
    splits = [before, after] if changed else [before]
    names = [text("now"), text("after all decisions")][: len(splits)]
    rows = []
    for at, part in enumerate(before.parts):
        numbers = []
        for split in splits:
            share = split.parts[at].share
            numbers += [_euro(split.parts[at].amount, lang), share.render(lang)]
        name = part.name.render(lang)
        rows.append({"name": name, "fill": FILLS[part.key], "numbers": numbers})
    header = [""]
    for one in names:
        header += [one.render(lang), ""]
    return {
        "title": text("How the money divides").render(lang),
        "bars": [
            {"name": one.render(lang), "parts": list(_bar(split))}
            for one, split in zip(names, splits, strict=True)
            if split.total
        ],
        "header": header,
        "rows": rows,
    }


def _bar(split: Split) -> Iterator[dict[str, Any]]:
    for part in split.parts:
        yield {"fill": FILLS[part.key], "share": float(part.amount / split.total)}


def _money(review: Review, lang: str) -> dict[str, Any]:
    years = review.ledger.years[-MOST_YEARS:]
    heads = (text("From year"), text("free"), text("given"), text("left over"))
    return {
        "title": text("Money set free per year").render(lang),
        "words": review.ledger.sentence.render(lang),
        "header": [one.render(lang) for one in heads],
        "rows": [
            [str(one.year), *(_euro(amount, lang) for amount in (one.freed, one.given, one.left))]
            for one in years
        ],
        "given": list(_given(review, lang)),
    }


def _given(review: Review, lang: str) -> Iterator[str]:
    """Say where freed money goes, the largest amounts first."""
    lines = {one.line.key: one.line for one in review.lines}
    given = sorted(review.ledger.given, key=lambda one: -one.amount)
    for one in given[:MOST_GIVEN]:
        name = one.name or (lines[one.line].activity if one.line in lines else "")
        said = text(
            "%(amount)s from %(year)s: %(to)s",
            amount=_euro(one.amount, lang),
            year=str(one.from_year),
            to=cut(name, LONGEST_NAME) or TOS[one.to].render(lang),
        )
        yield said.render(lang)
    if len(given) > MOST_GIVEN:
        rest = len(given) - MOST_GIVEN
        yield plural(
            "and %(count)s more destination, in the annex",
            "and %(count)s more destinations, in the annex",
            rest,
            count=str(rest),
        ).render(lang)


def _gaps(review: Review, lang: str, most: int) -> dict[str, Any]:
    named = [one for one in review.gaps.areas if one.kinds][:most]
    return {
        "title": text("Where scores are lowest: no line").render(lang),
        "items": [cut(one.sentence.render(lang), LONGEST_WORDS) for one in named],
        "remark": review.gaps.remark.render(lang),
    }


def _questions(review: Review, lang: str, most: int) -> dict[str, Any]:
    """Give the first questions, each kind once, of the largest line that has not been asked."""
    found: list[str] = []
    heard: set[str] = set()
    by_size = sorted(review.lines, key=lambda each: -each.line.amount)
    for key in FIRST_QUESTIONS:
        asked = [
            (one.line, question)
            for one in by_size
            for question in one.questions
            if question.key == key
        ]
        if not asked:
            continue
        line, question = next((one for one in asked if one[0].key not in heard), asked[0])
        heard.add(line.key)
        said = text(
            "Line %(number)s (%(activity)s): %(question)s",
            number=str(line.number),
            activity=cut(line.activity, LONGEST_NAME),
            question=question.words,
        )
        found.append(cut(said.render(lang), LONGEST_WORDS))
    return {
        "title": text("Questions to put on the table").render(lang),
        "items": found[:most],
    }
