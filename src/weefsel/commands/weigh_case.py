"""``weefsel weigh`` on a case: posts that somebody worked out, per payer and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weefsel.base.home import language
from weefsel.base.language import text
from weefsel.base.numbers import write_number
from weefsel.terminal import out, print_table, progress, say, write_file

if TYPE_CHECKING:
    from weefsel.weigh.case_result import CaseResult, Measure, OptionFigures

_RATIO_DECIMALS = 2


def weigh_case(
    content: bytes,
    name: str,
    *,
    draws: int | None,
    seed: int | None,
    threads: int,
    json: str | None,
) -> None:
    """Work out a case and print it, or write it as JSON."""
    from weefsel.weigh.case import Case
    from weefsel.weigh.case_run import run

    case = Case.read(content, name)
    changed = {
        key: value for key, value in (("draws", draws), ("seed", seed)) if value is not None
    }
    if changed:
        case = Case.read(case.model_copy(update=changed).toml(), name)
    with progress() as report:
        report(0, 0, text("Weighing"))
        result = run(case, threads=threads)
    if json is not None:
        write_file(json, result.json())
        return
    _print(result)


def _print(result: CaseResult) -> None:
    from weefsel.weigh.case_words import finding, for_municipality, lead

    out.print(result.case.title)
    out.print(say(lead(result)))
    for option in result.options:
        if option.zero:
            continue
        out.print("")
        out.print(say(finding(result.case, option)))
        own = for_municipality(result.case, option)
        if own is not None:
            out.print(say(own))
        _table(result, option)
    _published(result)


def _table(result: CaseResult, option: OptionFigures) -> None:
    from weefsel.weigh.case_rules import EURO
    from weefsel.weigh.tables import payer_name

    rows = [
        [
            row.payer_name or say(payer_name(row.payer)),
            *(_amount(result, one) for one in (row.costs, row.effects, row.net)),
        ]
        for row in option.payers
    ]
    if option.social is not None:
        rows.append([say(text("Society")), "", "", _amount(result, option.social)])
    print_table([text("Payer"), text("Costs"), text("Effects"), text("Balance")], rows)
    if option.ratio is not None:
        ratio = write_number(option.ratio, language(), _RATIO_DECIMALS)
        said = text("For each euro of cost there is %(ratio)s of effect.", ratio=ratio)
        if result.case.currency != EURO:
            said = text("The effects are %(ratio)s times the costs.", ratio=ratio)
        out.print(say(said))
    for one in option.pm:
        out.print(say(text("p.m. %(name)s: %(words)s", name=one.name, words=one.words)))


def _amount(result: CaseResult, measure: Measure) -> str:
    from weefsel.weigh.case_words import figure

    made = figure(result.case, measure, "amount")
    span = made.range_words(language())
    return f"{made.number(language())} ({span})" if span else made.number(language())


def _published(result: CaseResult) -> None:
    if not result.checks:
        return
    out.print("")
    rows = [
        [
            one.option,
            one.of,
            f"{one.published:g}",
            "-" if one.ours is None else f"{one.ours:.10g}",
            say(text("equal") if one.agrees else text("not equal")),
        ]
        for one in result.checks
    ]
    print_table(
        [text("Option"), text("Figure"), text("Published"), text("Computed"), text("Verdict")],
        rows,
    )
