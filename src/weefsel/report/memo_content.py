"""What the council memo says about a choice, in the order in which a council reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from weefsel.base.figure import Figure, State
from weefsel.base.language import Text, plural, render, text
from weefsel.report import memo_parts as parts
from weefsel.report.choice import unknown_picture, years_picture
from weefsel.report.memo_parts import Part
from weefsel.report.memo_sources import assumptions, named_values, rerun
from weefsel.report.scales import signed
from weefsel.weigh.model import Cell, ChoiceResult, OptionResult, PayerRow, UnknownResult
from weefsel.weigh.tables import payer_name

_TONES = ("strain", "neutral", "strength")


def contents(result: ChoiceResult, lang: str, recipe_name: str) -> list[Part]:
    """Give the parts of the memo below its title."""
    return [
        *_opening(result, lang),
        *_pictures(result, lang),
        *_turning(result, lang),
        *_payers(result, lang),
        *_association(result, lang),
        *_uncounted(result, lang),
        *assumptions(result, lang),
        *rerun(result, lang, recipe_name),
    ]


def _opening(result: ChoiceResult, lang: str) -> list[Part]:
    question = result.recipe.question or text(
        "What does this choice do to the money of the municipality: %(title)s?",
        title=result.recipe.title,
    )
    acting = [option for option in result.options if not option.zero]
    return [
        parts.paragraph(question, lang, lead=text("Question.")),
        parts.paragraph(result.lead, lang),
        {
            "kind": "keys",
            "items": [
                _key(result, option, _tone(index, len(acting)), lang)
                for index, option in enumerate(acting)
            ],
        },
    ]


def _tone(index: int, count: int) -> str:
    if index == 0:
        return _TONES[0]
    return _TONES[2] if index == count - 1 else _TONES[1]


def _key(result: ChoiceResult, option: OptionResult, tone: str, lang: str) -> Part:
    """Sum up one option: its balance in its own state, never more than is known."""
    years = len(result.years)
    if option.state is State.CONDITIONAL and option.unknowns:
        ends = sorted(
            (line.at_horizon for line in option.unknowns[0].lines),
            key=lambda figure: -(figure.value or 0.0),
        )
        amount = text(
            "from %(best)s to %(worst)s euro for the municipality in %(years)s years, by one "
            "unknown",
            best=_signed(ends[0], lang),
            worst=_signed(ends[-1], lang),
            years=str(years),
        ).render(lang)
        return _item(option, amount, text("hangs on one unknown"), "low", tone, lang)
    if option.state is State.QUANTIFIED:
        balance = option.figure("balance")
        amount = text(
            "%(amount)s euro for the municipality in %(years)s years",
            amount=_with_range(balance, lang, sign=True),
            years=str(years),
        ).render(lang)
        return _item(option, amount, _sure(balance), "calm", tone, lang)
    return _item(option, "", text("p.m.: cannot be counted"), "low", tone, lang)


def _item(
    option: OptionResult, amount: str, state: Text | None, kind: str, tone: str, lang: str
) -> Part:
    return {
        "title": option.title.render(lang),
        "amount": amount,
        "state": state.render(lang) if state else "",
        "state_kind": kind,
        "tone": tone,
    }


def _sure(balance: Figure) -> Text | None:
    """Give the word of certainty, which only a computed chance allows."""
    if balance.certainty is None or balance.value is None:
        return None
    if balance.certainty.value == "indistinguishable":
        return balance.certainty.word()
    if balance.value >= 0:
        return text("%(sure)s a gain", sure=balance.certainty.word())
    return text("%(sure)s a burden", sure=balance.certainty.word())


def _signed(figure: Figure, lang: str) -> str:
    return signed(figure.value or 0.0, lang, figure.places)


def _with_range(figure: Figure, lang: str, *, sign: bool = False) -> str:
    number = _signed(figure, lang) if sign else figure.number(lang)
    ranged = figure.range_words(lang)
    return f"{number} ({ranged})" if ranged else number


def _pictures(result: ChoiceResult, lang: str) -> list[Part]:
    made: list[Part] = []
    years = years_picture(result, lang=lang, size="memo")
    number = 0
    if years is not None:
        number += 1
        caption = text(
            "Figure %(number)s. Balance for the municipality, added up by year%(terms)s. The "
            "lines are what happens at named values of the unknown; how likely they are is "
            "not known.",
            number=str(number),
            terms=_terms(result),
        )
        made.append(parts.figure(years, caption))
    leading = result.leading
    if leading is not None:
        picture = unknown_picture(result, leading.id, lang=lang, size="memo")
        if picture is not None:
            number += 1
            caption = text(
                "Figure %(number)s. %(option)s: balance for the municipality after %(years)s "
                "years, by the share who ask for guidance. The dark bar on the axis is where "
                "the turning value may lie, from what is known of the other figures.",
                number=str(number),
                option=leading.title,
                years=str(len(result.years)),
            )
            made.append(parts.figure(picture, caption))
    return made


def _terms(result: ChoiceResult) -> Text | str:
    """Say the price level and the discount rate, as far as they are known."""
    if result.price_year is None or result.discount is None:
        return ""
    return text(
        ", in prices of %(year)s, discounted at %(rate)s",
        year=str(result.price_year),
        rate=result.discount,
    )


def _turning(result: ChoiceResult, lang: str) -> list[Part]:
    said = [(option, unknown) for option in result.options for unknown in option.unknowns]
    if not said:
        return []
    made = [parts.heading(text("Turning value"), lang)]
    for option, unknown in said:
        made.append(parts.paragraph(_sentence(option), lang))
        if unknown.turning.value is not None:
            made.append(parts.paragraph(_reach(unknown), lang, mute=True))
    first = said[0][1]
    made.append(
        parts.paragraph(
            text(
                "What is unknown: %(name)s. %(reason)s.",
                name=_lower(first.name.text(), lang),
                reason=_upper(first.reason.text(), lang),
            ),
            lang,
        )
    )
    return made


def _sentence(option: OptionResult) -> Text:
    return text("%(finding)s.", finding=option.finding)


def _reach(unknown: UnknownResult) -> Text:
    """Say the range of the turning value, in how many people, and at other rates."""
    turning = unknown.turning
    said: Text = text("Turning value %(value)s", value=turning)
    if turning.low is not None:
        said = text("%(said)s, from %(range)s", said=said, range=_Range(turning))
    if unknown.turning_persons.value is not None:
        persons = replace(unknown.turning_persons, decimals=0)
        said = text("%(said)s; that is about %(persons)s", said=said, persons=persons)
    for name, other in unknown.variants:
        if other.value is not None:
            said = text(
                "%(said)s; with %(variant)s %(value)s",
                said=said,
                variant=_Lower(name),
                value=other,
            )
    return text("%(said)s.", said=said)


class _Range:
    """The range of a figure as part of a sentence."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure

    def render(self, lang: str) -> str:
        """Give "x to y" in a language."""
        return self.figure.range_words(lang)


class _Lower:
    """Words with a small first letter, to stand inside a sentence."""

    def __init__(self, words: object) -> None:
        self.words = words

    def render(self, lang: str) -> str:
        """Give the words in a language."""
        return _lower(self.words, lang)


def _lower(words: object, lang: str) -> str:
    said = render(words, lang)
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]


def _upper(words: object, lang: str) -> str:
    said = render(words, lang)
    return said[:1].upper() + said[1:]


def _payers(result: ChoiceResult, lang: str) -> list[Part]:
    rows = [row for row in result.payers if row.kind in ("post", "balance")]
    if not rows:
        return []
    return [
        parts.heading(text("Who pays, who saves"), lang),
        parts.paragraph(
            text(
                "Amounts in euro over %(years)s years%(terms)s. A minus is a burden. Three "
                "amounts belong to %(values)s who ask for guidance.",
                years=str(len(result.years)),
                terms=_terms(result),
                values=named_values(result, "", lang),
            )
            if any(option.unknowns for option in result.options)
            else text(
                "Amounts in euro over %(years)s years%(terms)s. A minus is a burden.",
                years=str(len(result.years)),
                terms=_terms(result),
            ),
            lang,
            mute=True,
        ),
        _table(result, rows, lang),
    ]


def _table(result: ChoiceResult, rows: Iterable[PayerRow], lang: str) -> Part:
    acting = [option for option in result.options if not option.zero]
    header = [text("For whom").render(lang), text("What").render(lang)]
    header += [option.title.render(lang) for option in acting]
    body, before = [], ""
    for row in rows:
        strong = row.kind == "balance"
        payer = "" if row.payer == before else payer_name(row.payer).render(lang)
        before = row.payer
        body.append(
            [
                parts.cell(payer, strong=True),
                parts.cell(row.name.render(lang), strong=strong),
                *(_amounts(row.cells.get(option.id), lang, strong) for option in acting),
            ]
        )
    return parts.table(
        header,
        body,
        widths=[1.0, 1.4, *(1.9 for _ in acting)],
        right=[False, False, *(True for _ in acting)],
    )


def _amounts(held: Cell | None, lang: str, strong: bool) -> Part:
    """Write a cell: an amount with its range, amounts at named values, or p.m."""
    if held is None or held.state is State.PM or not held.figures:
        return parts.cell(text("p.m.").render(lang), mute=True)
    if held.state is State.CONDITIONAL:
        # Broken after a slash where it must be, never before one.
        said = "\N{NO-BREAK SPACE}/ ".join(figure.number(lang) for figure in held.figures)
        return parts.cell(said, strong=strong)
    figure = held.figures[0]
    certain = strong and figure.certainty is not None
    return parts.cell(
        figure.number(lang),
        below=figure.range_words(lang),
        strong=strong,
        tag=figure.certainty.render(lang) if certain and figure.certainty else "",
    )


def _association(result: ChoiceResult, lang: str) -> list[Part]:
    """Give the lines that are an association apart: they are no saving."""
    rows = [row for row in result.payers if row.kind == "association"]
    if not rows:
        return []
    return [
        parts.heading(text("Association, no saving"), lang),
        parts.paragraph(
            text(
                "Studies show that these go together, not that one causes the other. So they do "
                "not count in the balance or in the turning value."
            ),
            lang,
        ),
        *_maybe_nothing(rows, lang),
        _table(result, rows, lang),
    ]


def _maybe_nothing(rows: Iterable[PayerRow], lang: str) -> list[Part]:
    """Say that zero lies within the ranges, when it does."""
    figures = [figure for row in rows for cell in row.cells.values() for figure in cell.figures]
    if not figures or any(
        figure.low is None or figure.high is None or not figure.low <= 0 <= figure.high
        for figure in figures
    ):
        return []
    words = text("Zero lies within the range: it may also be nothing.")
    return [parts.paragraph(words, lang)]


def _uncounted(result: ChoiceResult, lang: str) -> list[Part]:
    """Say in words what has no amount."""
    seen: dict[str, Part] = {}
    for option in result.options:
        for one in option.pm:
            seen.setdefault(
                one.id,
                parts.item(
                    one.words.render(lang),
                    lead=text(
                        "%(what)s, %(payer)s.",
                        what=one.name,
                        payer=_Lower(payer_name(one.payer)),
                    ).render(lang),
                ),
            )
    if not seen:
        return []
    return [
        parts.heading(text("Not counted in euro (p.m.)"), lang),
        parts.paragraph(
            plural(
                "This weighs in the decision, not in the balance.",
                "These weigh in the decision, not in the balance.",
                len(seen),
            ),
            lang,
        ),
        parts.bullets(list(seen.values())),
    ]
