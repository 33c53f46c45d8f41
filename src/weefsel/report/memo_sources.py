"""The end of the memo: all assumptions with their sources, and how to run it again."""

from __future__ import annotations

from weefsel import __version__
from weefsel.base.language import Text, text
from weefsel.base.numbers import write_number
from weefsel.report import memo_parts as parts
from weefsel.report.memo_parts import Part
from weefsel.weigh.model import AssumptionRow, ChoiceResult

_KINDS = ("own", "parameter", "unknown", "assumption", "comparison")


def _kind_name(kind: str) -> Text:
    return {
        "own": text("Own figures of the municipality or the place"),
        "parameter": text("Figures from sources"),
        "unknown": text("Unknown"),
        "assumption": text("Our assumptions"),
        "comparison": text("To compare with, not used"),
    }[kind]


def assumptions(result: ChoiceResult, lang: str) -> list[Part]:
    """List all that the result rests on: value, range, source and grade of evidence."""
    made = [
        parts.heading(text("Assumptions, with their source"), lang),
        parts.paragraph(
            text(
                "Evidence: A is an official statistic or guideline, B reviewed research or an "
                "institute, C one case or an expert. A figure without a letter was given without "
                "one."
            ),
            lang,
            mute=True,
        ),
    ]
    header = [
        text("Assumption").render(lang),
        text("Value").render(lang),
        text("Range").render(lang),
        text("Source").render(lang),
    ]
    rows: list[list[Part]] = []
    for kind in _KINDS:
        held = [row for row in result.assumptions if row.kind == kind]
        for option in dict.fromkeys(row.option for row in held):
            rows.append([parts.cell(_title(result, kind, option).render(lang), strong=True)])
            rows += [_row(result, row, lang) for row in held if row.option == option]
    if not rows:
        return []
    return [
        *made,
        parts.table(header, rows, widths=[2.1, 1.2, 1.15, 2.3], right=[False, True, True, False]),
    ]


def _title(result: ChoiceResult, kind: str, option: str) -> Text:
    """Name a group of rows; own figures are named by the option they belong to."""
    name = _kind_name(kind)
    if not option:
        return name
    return text("%(kind)s: %(option)s", kind=name, option=result.option(option).title)


def _row(result: ChoiceResult, row: AssumptionRow, lang: str) -> list[Part]:
    return [
        parts.cell(row.name.render(lang)),
        _value(row, lang),
        _range(result, row, lang),
        _source(row, lang),
    ]


def _value(row: AssumptionRow, lang: str) -> Part:
    if row.figure.value is None:
        return parts.cell(text("unknown").render(lang), mute=True)
    # A long unit may stand on a line of its own in a narrow column.
    return parts.cell(row.figure.render(lang).replace("\N{NO-BREAK SPACE}", " "))


def _range(result: ChoiceResult, row: AssumptionRow, lang: str) -> Part:
    ranged = row.figure.range_words(lang)
    if ranged:
        return parts.cell(ranged)
    if row.kind == "unknown":
        values = named_values(result, row.id, lang)
        if values:
            words = text("shown at %(values)s", values=values)
            return parts.cell(words.render(lang), mute=True)
    return parts.cell("\N{EN DASH}", mute=True)


def named_values(result: ChoiceResult, unknown_id: str, lang: str) -> str:
    """Give the values at which the unknown is shown: "16, 31 and 63 in 100", or nothing."""
    unknown = next(
        (
            unknown
            for option in result.options
            for unknown in option.unknowns
            if unknown_id in ("", unknown.id)
        ),
        None,
    )
    if unknown is None or not unknown.lines:
        return ""
    shown = [line.unknown for line in unknown.lines]
    head = ", ".join(figure.number(lang) for figure in shown[:-1])
    if not head:
        return shown[-1].render(lang)
    return text("%(head)s and %(last)s", head=head, last=shown[-1]).render(lang)


def _source(row: AssumptionRow, lang: str) -> Part:
    if row.source is None:
        reason = row.figure.reason
        return parts.cell(reason.render(lang) if reason is not None else "", mute=True)
    if row.kind == "assumption":
        words = text("our assumption").render(lang)
        return parts.cell(words, tag=row.grade)
    year = f", {row.source.year}" if row.source.year else ""
    return parts.cell(
        f"{row.source.title}{year}",
        tag=row.grade,
        tag_kind="low" if row.grade == "C" else "calm",
        link=row.source.url,
    )


def rerun(result: ChoiceResult, lang: str, recipe_name: str) -> list[Part]:
    """Say how anyone can compute this memo again, and get the same figures."""
    return [
        parts.heading(text("Run it again"), lang),
        parts.paragraph(
            text(
                "The recipe %(name)s is attached to this PDF. It holds every own figure. With "
                "Weefsel %(version)s the same recipe gives the same figures: seed %(seed)s, "
                "%(draws)s draws.",
                name=recipe_name,
                version=__version__,
                seed=str(result.draws.seed),
                draws=write_number(result.draws.used, lang),
            ),
            lang,
        ),
        {
            "kind": "code",
            "words": f"weefsel weigh {recipe_name} --seed {result.draws.seed} "
            f"--draws {result.draws.used} --memo {recipe_name.removesuffix('.toml')}.pdf",
        },
    ]
