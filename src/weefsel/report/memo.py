"""The council memo of a choice as PDF/UA: two to four pages to read, check and run again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from babel.dates import format_date

from weefsel import __version__
from weefsel.base.durable import write_durably
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.report.memo_content import contents
from weefsel.report.typeset import typeset
from weefsel.weigh.model import ChoiceResult

TEMPLATE = "memo.typ"
RECIPE_NAME = "keuze.toml"
_DATES = {"nl": "nl_NL", "en": "en_GB"}
_UNDATED_DAY = (1, 1)  # of the base year, when neither recipe nor caller gives a date
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")


def memo(
    result: ChoiceResult,
    lang: str = "nl",
    *,
    area_name: str = "",
    dated: date | None = None,
    recipe_name: str = RECIPE_NAME,
) -> bytes:
    """Make the memo of a choice as PDF/UA-1 in Dutch or English.

    ``area_name`` is the name of the municipality, else its code is printed. The date is
    ``dated``, else that of the recipe; without either no date is printed. No clock is
    read: the same input gives the same bytes. The recipe travels inside the PDF as an
    attachment.

    Raises ``InputError`` when the name or the date of the recipe cannot be used.
    """
    if not _NAME.fullmatch(recipe_name):
        raise InputError(
            text("the name of the recipe cannot be '%(name)s'.", name=recipe_name[:80]),
            todo=text("Use letters, digits, dots and hyphens, for instance choice.toml."),
        )
    day = dated or _recipe_date(result)
    title = result.title.render(lang)
    data = {
        "lang": lang,
        "title": title,
        "author": text("Weefsel %(version)s", version=__version__).render(lang),
        "description": text("Council memo: %(title)s", title=result.recipe.title).render(lang),
        "keywords": [text("council memo").render(lang), result.recipe.area],
        "date": _parts(day or date(result.recipe.base_year, *_UNDATED_DAY)),
        "kicker": _kicker(result, lang, area_name, day),
        "fictitious": (
            text("Example: all figures are invented").render(lang) if result.fictitious else None
        ),
        "foot": _foot(result, lang, recipe_name),
        "parts": contents(result, lang, recipe_name),
        "recipe": {
            "name": recipe_name,
            "content": result.recipe.toml(),
            "description": text("The recipe of this memo, to run it again").render(lang),
        },
    }
    return typeset(TEMPLATE, data, day or date(result.recipe.base_year, *_UNDATED_DAY))


def write(
    result: ChoiceResult,
    lang: str,
    target: Path,
    *,
    area_name: str = "",
    dated: date | None = None,
    recipe_name: str = RECIPE_NAME,
) -> Path:
    """Write the memo of a choice to a file, whole or not at all; give the path.

    Raises ``InputError`` when the folder of the file cannot be written.
    """
    made = memo(result, lang, area_name=area_name, dated=dated, recipe_name=recipe_name)
    if not target.parent.is_dir():
        raise InputError(
            text("the folder for this file does not exist."),
            where=str(target),
            todo=text("Make the folder first, or choose another place."),
        )
    write_durably(target, made)
    return target


def _recipe_date(result: ChoiceResult) -> date | None:
    if not result.recipe.dated:
        return None
    try:
        return date.fromisoformat(result.recipe.dated)
    except ValueError as fault:
        raise InputError(
            text("the date '%(given)s' is not a date.", given=result.recipe.dated),
            where="dated",
            todo=text("Write year-month-day, for instance 2026-11-22."),
        ) from fault


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _kicker(result: ChoiceResult, lang: str, area_name: str, day: date | None) -> str:
    """Say what this is, of whom and of when."""
    words = [text("Council memo").render(lang)]
    words.append(
        text("municipality of %(name)s", name=area_name or result.recipe.area).render(lang)
    )
    if day is not None:
        words.append(format_date(day, format="long", locale=_DATES[lang]))
    return " \N{MIDDLE DOT} ".join(words)


def _foot(result: ChoiceResult, lang: str, recipe_name: str) -> str:
    words = [
        text("Weefsel %(version)s", version=__version__),
        text("recipe %(name)s", name=recipe_name),
        text("seed %(seed)s", seed=str(result.draws.seed)),
    ]
    return " \N{MIDDLE DOT} ".join(part.render(lang) for part in words)
