"""A choice as files: recipe, result, tables, pictures, memo."""

from __future__ import annotations

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from weefsel.base.figure import Figure
from weefsel.base.language import Text, render, text
from weefsel.report.memo import memo
from weefsel.report.tables import to_csv, to_xlsx
from weefsel.web import ask
from weefsel.web.accounts.doors import needs
from weefsel.web.choose.link import NAME
from weefsel.web.choose.result import pictures, weighed
from weefsel.web.choose.shown import rests_on
from weefsel.web.files import file
from weefsel.weigh.model import ChoiceResult
from weefsel.weigh.tables import payer_name, post_name

BASED_ON = {
    "kind": text("Kind"),
    "name": text("Figure"),
    "value": text("Value"),
    "low": text("At least"),
    "high": text("At most"),
    "unit": text("Unit"),
    "year": text("Year"),
    "source": text("Source"),
    "grade": text("Strength"),
}


@needs("recipe_compute.run")
@require_safe
def download(request: HttpRequest, name: str) -> HttpResponse:
    """Give one file of a result."""
    found, lang = weighed(request.GET.get(NAME, "")), get_language() or "nl"
    stem, _, kind = name.rpartition(".")
    if name == "nota.pdf":
        return file(memo(found, lang, area_name=ask.name_of(found.recipe.area)), name)
    if name == "recept.toml":
        return file(found.recipe.toml(), name)
    if name == "uitkomst.json":
        return file(found.json(), name)
    if name in {"betalers.csv", "uitkomst.xlsx", "aannames.csv"}:
        return _table(found, lang, name)
    for each in pictures(found, lang):
        if each["name"] == stem and kind in {"svg", "png", "csv"}:
            drawn = each["wide"]
            if kind == "csv":
                return file(_csv(drawn.table, found, lang), name)
            return file(drawn.png() if kind == "png" else drawn.svg(), name)
    raise Http404


def _table(found: ChoiceResult, lang: str, name: str) -> HttpResponse:
    if name == "aannames.csv":
        return file(_csv(assumptions(found, lang), found, lang), name)
    frame = payers(found, lang)
    if name == "betalers.csv":
        return file(_csv(frame, found, lang), name)
    return file(
        to_xlsx(
            frame,
            lang,
            title=found.title,
            sources=found.sources.values(),
            notes=[found.lead],
            fictitious=found.fictitious,
        ),
        name,
    )


def _csv(frame: pl.DataFrame, found: ChoiceResult, lang: str) -> bytes:
    return to_csv(
        frame,
        lang,
        sources=found.sources.values(),
        notes=[found.title, found.lead],
        fictitious=found.fictitious,
    )


def payers(found: ChoiceResult, lang: str) -> pl.DataFrame:
    """Give the ledger per option, payer, post and year with words instead of ids."""
    options = {option.id: option.title.render(lang) for option in found.options}
    words: dict[str, Text] = {
        "option": text("Option"),
        "payer": text("For whom"),
        "post": text("What"),
        "year": text("Year"),
        "value": text("Euro, real and not discounted"),
        "low": text("At least"),
        "high": text("At most"),
        "per_unknown": text("Euro when everyone asks for help"),
        "discount_factor": text("Discount factor"),
        "state": text("Counted, conditional or p.m."),
    }

    def said(column: str, names: dict[str, str]) -> pl.Expr:
        return pl.col(column).replace_strict(names, default=pl.col(column))

    payer_names = {one: payer_name(one).render(lang) for one in found.ledger["payer"].unique()}
    post_names = {one: post_name(one).render(lang) for one in found.ledger["post"].unique()}
    return found.ledger.with_columns(
        said("option", options), said("payer", payer_names), said("post", post_names)
    ).select(pl.col(key).alias(heading.render(lang)) for key, heading in words.items())


def assumptions(found: ChoiceResult, lang: str) -> pl.DataFrame:
    """Give everything the result rests on, one row a figure."""
    rows = [
        {
            "kind": group.name.render(lang),
            "name": row.name.render(lang),
            **_numbers(row.figure, lang),
            "source": row.source.title if row.source else "",
            "grade": row.grade,
        }
        for group in rests_on(found)
        for row in group.rows
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.select(pl.col(key).alias(render(words, lang)) for key, words in BASED_ON.items())


def _numbers(figure: Figure, lang: str) -> dict[str, float | int | str | None]:
    return {
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit_words(lang),
        "year": figure.year,
    }
