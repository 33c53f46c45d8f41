"""What stands in the report of a neighbourhood scan: the same parts for paper and for Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from babel.dates import format_date

from weefsel.atlas.indicator import CONDITIONS
from weefsel.base.certainty import CERTAIN_FROM, LIKELY_FROM
from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, text
from weefsel.provisions.social_map import Entry
from weefsel.report import memo_parts as parts
from weefsel.report.charts import score_strip
from weefsel.report.memo_parts import Drawn, Part
from weefsel.scan.area_scan import NOT_COVERED, AreaScan, stack_method
from weefsel.scan.blocks import STRENGTH, FilledBlock, Line
from weefsel.scan.interpretation import (
    Interpretation,
    Session,
    Standing,
    standing,
    standing_reason,
)
from weefsel.scan.reasons import CONDITION_NAMES
from weefsel.scan.series import trend_rules
from weefsel.sources.said import Number

DATES = {"nl": "nl_NL", "en": "en_GB"}
MAP_WIDTH = 0.42  # of the text
STRONG, STRAINED = text("strong point"), text("under strain")


@dataclass(frozen=True)
class Told:
    """What people say of an area: the finding that may be shown, stories and sessions.

    ``title`` is empty while nothing may be shown; ``reason`` says why it was published without
    a story; ``changed`` that figures changed since.
    """

    title: str = ""
    conclusion: str = ""
    strengths: tuple[str, ...] = ()  # ids of indicators
    strains: tuple[str, ...] = ()
    published: bool = False
    on: date | None = None
    role: Text | None = None
    house: str = ""
    reason: str = ""
    changed: bool = False
    stories: tuple[Interpretation, ...] = ()
    sessions: tuple[Session, ...] = ()

    @property
    def standing(self) -> Standing:
        """Give how far the scan is."""
        return standing(self.published, self.sessions)


@dataclass(frozen=True)
class Beside:
    """What goes into the report beside figures and words: places, and a map."""

    provisions: tuple[Entry, ...] = ()
    picture: Drawn | None = field(default=None)
    caption: Text | None = None


def title_of(scan: AreaScan, told: Told, lang: str) -> str:
    """Give the title: the finding that may be shown, else a neutral one."""
    if told.title:
        return told.title
    name = scan.result.name(scan.area)
    return text("Neighbourhood scan of %(name)s: not yet discussed", name=name).render(lang)


def contents(scan: AreaScan, told: Told, beside: Beside, lang: str) -> list[Part]:
    """Give the parts of the report in order."""
    return [
        *_finding(scan, told, lang),
        *_conditions(scan, told, lang),
        *_map(beside, lang),
        *_blocks(scan, told, beside, lang),
        *_lens(scan, lang),
        *_method(scan, told, lang),
        *_sources(scan, lang),
    ]


def day(moment: date, lang: str) -> str:
    """Write a day in full."""
    return format_date(moment, format="long", locale=DATES[lang])


def _name(scan: AreaScan, key: str, lang: str) -> str:
    if key in CONDITION_NAMES:
        said = CONDITION_NAMES[key].render(lang)
        return said[:1].upper() + said[1:]
    known = scan.result.catalogue
    return known[key].name(lang) if key in known else key


def _finding(scan: AreaScan, told: Told, lang: str) -> list[Part]:
    made = []
    if told.changed:
        words = text(
            "Figures have changed since this was published: the finding is about those of then, "
            "the tables show those of now."
        )
        made.append(parts.paragraph(words, lang, lead=text("Mind:")))
    paragraphs = (one.strip() for one in told.conclusion.splitlines())
    made += [parts.paragraph(one, lang) for one in paragraphs if one]
    for lead, ids in ((text("Strong points:"), told.strengths), (text("Strain:"), told.strains)):
        if ids:
            names = "; ".join(_name(scan, one, lang) for one in ids)
            made.append(parts.paragraph(names, lang, lead=lead))
    if told.published and told.on is not None and told.role is not None:
        words = text(
            "Published by the %(role)s of %(house)s on %(day)s.",
            role=told.role,
            house=told.house,
            day=day(told.on, lang),
        )
        made.append(parts.paragraph(words, lang, mute=True))
    if told.reason:
        lead = text("Published without a story beside a figure, because:")
        made.append(parts.paragraph(told.reason, lang, lead=lead))
    if not told.title:
        words = text(
            "The figures are public. What they mean is for people who know this area: a finding "
            "is shown once it was discussed and published."
        )
        made.append(parts.paragraph(words, lang))
    made.append(parts.paragraph(standing_reason(told.published, told.sessions), lang, mute=True))
    made += [parts.paragraph(one, lang, mute=True) for one in scan.blocks.lead]
    return made


def _conditions(scan: AreaScan, told: Told, lang: str) -> list[Part]:
    """Give the four conditions: a strip with its band, or why there is no score."""
    made = [parts.heading(text("Four conditions for social quality"), lang)]
    for key in CONDITIONS:
        figure, name = scan.result.score(scan.area, key), _name(scan, key, lang)
        if figure.value is None:
            why = text("no score") if figure.reason is None else figure.reason
            made.append(parts.paragraph(why, lang, lead=text("%(name)s:", name=name)))
            continue
        sure = scan.result.certainty(scan.area, key)
        score = figure.render(lang)
        words = text("score %(score)s", score=score)
        if sure is not None:
            words = text("score %(score)s; %(sure)s", score=score, sure=sure)
        made.append(parts.paragraph(words, lang, lead=text("%(name)s:", name=name)))
        made.append(_strip(scan, key, figure, lang))
        made += _stories(told, key, lang)
    return made


def _strip(scan: AreaScan, key: str, figure: Figure, lang: str) -> Part:
    assert figure.value is not None
    level = scan.result.level(scan.area)
    others = [
        value
        for code in scan.result.scored(key, level)
        if code != scan.area and (value := scan.result.score(code, key).value) is not None
    ]
    drawn = score_strip(
        figure.value,
        lang=lang,
        low=figure.low,
        high=figure.high,
        middle=scan.result.recipe.centre,
        others=others,
        size="memo",
        numbers=True,
        figure=figure,
        place=scan.result.name(scan.area),
    )
    caption = text(
        "%(name)s. The dot is the score, the dark band its range, fine ticks the other areas, "
        "the dotted line the average.",
        name=_name(scan, key, lang),
    )
    return {**parts.figure(drawn, caption), "drawn": drawn}


def _map(beside: Beside, lang: str) -> list[Part]:
    if beside.picture is None or beside.caption is None:
        return []
    return [
        parts.heading(text("In the municipality"), lang),
        {
            **parts.figure(beside.picture, beside.caption),
            "drawn": beside.picture,
            "width": MAP_WIDTH,
        },
    ]


def _blocks(scan: AreaScan, told: Told, beside: Beside, lang: str) -> list[Part]:
    made: list[Part] = []
    for block in scan.blocks.blocks:
        title = text("%(number)s. %(name)s", number=block.block.number, name=block.block)
        made.append(parts.heading(title, lang))
        made += _block(scan, block, told, lang)
        if block.block.id == "stories":
            made += _told(scan, told, lang)
        if block.block.id == "strengths":
            made += _known(scan, beside, lang)
        if block.to_add is not None:
            made.append(parts.paragraph(block.to_add, lang, mute=True))
    return made


def _block(scan: AreaScan, block: FilledBlock, told: Told, lang: str) -> list[Part]:
    made: list[Part] = []
    if block.lines:
        made.append(_table(scan, block.lines, lang))
    for line in block.lines:
        made += _stories(told, line.indicator.id, lang)
    reasons: dict[str, list[str]] = {}
    for indicator, reason in block.missing:
        reasons.setdefault(reason.render(lang), []).append(indicator.name(lang))
    for said, names in reasons.items():
        words = f"{said[:1].upper()}{said[1:]}: {'; '.join(names)}."
        made.append(parts.paragraph(words, lang, lead=text("Missing."), mute=True))
    return made


def _table(scan: AreaScan, lines: Sequence[Line], lang: str) -> Part:
    alone = scan.area == scan.municipality
    country = not scan.result.fictitious
    heads = [text("Figure"), text("Here")]
    heads += [] if alone else [text("Municipality")]
    heads += [text("Netherlands")] if country else []
    heads.append(text("How sure, and over the years"))
    rows = []
    for line in lines:
        verdict = {"": ""}.get(
            line.verdict, (STRONG if line.verdict == STRENGTH else STRAINED).render(lang)
        )
        year = "" if line.figure.year is None else str(line.figure.year)
        row = [
            parts.cell(
                line.indicator.name(lang),
                tag=verdict,
                tag_kind="calm" if line.verdict == STRENGTH else "low",
            ),
            parts.cell(_said(line.figure, lang), below=year, strong=True),
        ]
        around = scan.around(line)
        row += [] if around is None else [parts.cell(_said(around, lang), mute=True)]
        row += [parts.cell(_said(line.country, lang), mute=True)] if country else []
        row.append(_sure(scan, line, lang))
        rows.append(row)
    amounts = len(heads) - 2
    return parts.table(
        [one.render(lang) for one in heads],
        rows,
        widths=[2.4, *([1.15] * amounts), 2.4],
        right=[False, *([True] * amounts), False],
    )


def _said(figure: Figure, lang: str) -> str:
    return figure.render(lang).replace("\N{NO-BREAK SPACE}", " ")


def _sure(scan: AreaScan, line: Line, lang: str) -> Part:
    sure, trend = scan.certainty.get(line.indicator.id), scan.trends.get(line.indicator.id)
    words = "" if sure is None else _sentence(sure, lang)
    if line.place is not None and line.place.value is not None and sure is not None:
        where = text("higher than %(place)s of the areas compared", place=_said(line.place, lang))
        words = f"{words[:-1]}; {where.render(lang)}."
    below = "" if trend is None else _sentence(trend, lang)
    return parts.cell(words, below=below) if words else parts.cell(below, mute=True)


def _sentence(words: Text, lang: str) -> str:
    said = words.render(lang)
    return f"{said[:1].upper()}{said[1:]}."


def _stories(told: Told, key: str, lang: str) -> list[Part]:
    """Give what people say about one figure: role and house, never a name."""
    return [_quote(one, lang) for one in told.stories if one.figure == key]


def _quote(one: Interpretation, lang: str, about: str = "") -> Part:
    said = [
        _sentence(one.recognised.words, lang)[:-1],
        f"{one.role.render(lang)}, {one.house}",
        *([about] if about else []),
        day(one.on, lang),
    ]
    return parts.quote(one.why, " \N{MIDDLE DOT} ".join(said))


def _told(scan: AreaScan, told: Told, lang: str) -> list[Part]:
    """Give block 11: stories that stand beside no figure above, and the sessions."""
    above = {line.indicator.id for block in scan.blocks.blocks for line in block.lines}
    above |= {key for key in CONDITIONS if scan.result.score(scan.area, key).value is not None}
    made = [
        _quote(one, lang, _name(scan, one.figure, lang))
        for one in told.stories
        if one.figure not in above
    ]
    if told.stories:
        words = text(
            "The stories stand beside the figures they are about: %(figures)s.",
            figures="; ".join(
                dict.fromkeys(_name(scan, one.figure, lang) for one in told.stories)
            ),
        )
        made.insert(0, parts.paragraph(words, lang))
    else:
        words = text("Nobody has interpreted a figure yet, or nothing of it may be shown here.")
        made.append(parts.paragraph(words, lang))
    if told.sessions:
        with_them, without = text("with residents"), text("without residents")
        items = []
        for one in told.sessions:
            who = (with_them if one.residents else without).render(lang)
            recognised = one.recognised.words.render(lang)
            items.append(parts.item(f"{who}; {recognised}", lead=f"{day(one.on, lang)}:"))
        made += [parts.paragraph(text("Sessions of interpretation:"), lang), parts.bullets(items)]
    else:
        made.append(parts.paragraph(text("No session was noted."), lang, mute=True))
    return made


def _known(scan: AreaScan, beside: Beside, lang: str) -> list[Part]:
    """Give block 12: strong points in the figures, and the places that are known."""
    made: list[Part] = []
    if scan.blocks.strengths:
        made.append(parts.paragraph(text("Strong points in the figures:"), lang))
        made.append(
            parts.bullets(
                [
                    parts.item(_said(one.figure, lang), lead=f"{one.indicator.name(lang)}:")
                    for one in scan.blocks.strengths
                ]
            )
        )
    else:
        words = text(
            "No figure stands out as a strong point. That says little: what people do for each "
            "other is seldom in a figure."
        )
        made.append(parts.paragraph(words, lang))
    if beside.provisions:
        made.append(parts.paragraph(text("Places and services that are known here:"), lang))
        made.append(parts.bullets([parts.item(one.name) for one in beside.provisions]))
    else:
        words = text("No places and services of this area are in the register yet.")
        made.append(parts.paragraph(words, lang))
    return made


def _lens(scan: AreaScan, lang: str) -> list[Part]:
    """Give the same figures under the themes and capitals of brede welvaart."""
    heads = [text("Theme"), text("Strong points"), text("Points under strain")]
    rows: list[list[Part]] = []
    for title, half in ((text("Here and now"), scan.now), (text("For later"), scan.later)):
        rows.append([parts.cell(title.render(lang))])
        rows += [_theme(one, lang) for one in half.blocks]
    table = parts.table(
        [one.render(lang) for one in heads], rows, widths=[1, 2, 2], right=[False] * 3
    )
    return [
        parts.heading(text("The same figures as broad prosperity (brede welvaart)"), lang),
        parts.paragraph(scan.stack, lang),
        parts.paragraph(stack_method(), lang, mute=True),
        table,
        parts.paragraph(NOT_COVERED, lang, mute=True),
    ]


def _theme(one: FilledBlock, lang: str) -> list[Part]:
    nothing = (text("none stands out") if one.lines else text("no figures yet")).render(lang)

    def named(lines: Sequence[Line]) -> Part:
        names = "; ".join(line.indicator.name(lang) for line in lines)
        return parts.cell(names or nothing, mute=not names)

    return [
        parts.cell(one.block.render(lang), strong=True),
        named(one.strengths),
        named(one.strains),
    ]


def _method(scan: AreaScan, told: Told, lang: str) -> list[Part]:
    said = [
        text(
            "A strong point or a strain is a figure in the most or least favourable quarter of "
            "the areas compared, unless it cannot be told apart from their average."
        ),
        text(
            "How sure a figure differs from the average follows from its own error: rounding, "
            "few people, a survey, or a model whose error nobody published. Certain is said "
            "from a chance of %(certain)s%%, probably from %(likely)s%%.",
            certain=Number(CERTAIN_FROM * 100, 0),
            likely=Number(LIKELY_FROM * 100, 0),
        ),
        text(
            "A rise or fall is called a trend only from %(years)s comparable years.",
            years=Number(trend_rules().minimum_years.value, 0),
        ),
        text(
            "Nothing is added up over the blocks. Origin, nationality and religion count in no "
            "score and no comparison."
        ),
        text("Stories were screened for personal data; they name a role and a house, no person."),
    ]
    return [
        parts.heading(text("How this was made"), lang),
        parts.bullets([parts.item(one.render(lang)) for one in said]),
        *[parts.paragraph(one, lang, mute=True) for one in scan.result.notes],
    ]


def _sources(scan: AreaScan, lang: str) -> list[Part]:
    """List every source that a figure of this report comes from."""
    figures = [line.figure for block in scan.blocks.blocks for line in block.lines]
    ids = dict.fromkeys(one for figure in figures for one in figure.sources)
    known = [scan.result.sources[one] for one in ids if one in scan.result.sources]
    return [
        parts.heading(text("Sources"), lang),
        parts.bullets([parts.item(_source(one)) for one in known]),
    ]


def _source(one: Source) -> str:
    return f"{one.title}, {one.publisher}" if one.publisher else one.title
