"""The report of a neighbourhood scan: PDF/UA to print and share, DOCX to work on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from weefsel import __version__
from weefsel.base.durable import write_durably
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.report.neighbourhood_scan_content import Beside, Told, contents, day, title_of
from weefsel.report.typeset import typeset
from weefsel.report.word import Frame, word
from weefsel.scan.area_scan import AreaScan
from weefsel.scan.interpretation import Standing

TEMPLATE = "memo.typ"
RECIPE_NAME = "wijkscan.toml"
PDF, DOCX = ".pdf", ".docx"
NOBODY, NOTHING = Told(), Beside()
DOT = " \N{MIDDLE DOT} "


def pdf(
    scan: AreaScan, lang: str = "nl", *, told: Told = NOBODY, beside: Beside = NOTHING, dated: date
) -> bytes:
    """Make the report as PDF/UA-1 in Dutch or English, with the recipe of the scan inside.

    ``dated`` is the only clock: the same input gives the same bytes.
    """
    frame = _frame(scan, told, lang, dated)
    standing = told.standing
    data: dict[str, Any] = {
        "lang": lang,
        "title": frame.title,
        "author": frame.author,
        "description": frame.subject,
        "keywords": [text("neighbourhood scan").render(lang), scan.area],
        "date": {"year": dated.year, "month": dated.month, "day": dated.day},
        "kicker": frame.kicker,
        "fictitious": _invented(scan, lang),
        "status": {
            "words": standing.words.render(lang),
            "kind": "low" if standing is Standing.CONCEPT else "calm",
        },
        "watermark": (
            standing.words.render(lang).upper() if standing is Standing.CONCEPT else None
        ),
        "foot": frame.foot,
        "parts": [
            {name: value for name, value in part.items() if name != "drawn"}
            for part in contents(scan, told, beside, lang)
        ],
        "recipe": {
            "name": RECIPE_NAME,
            "content": scan.result.recipe.toml(),
            "description": text("The recipe of this scan, to run it again").render(lang),
        },
    }
    return typeset(TEMPLATE, data, dated)


def docx(
    scan: AreaScan, lang: str = "nl", *, told: Told = NOBODY, beside: Beside = NOTHING, dated: date
) -> bytes:
    """Make the report as a Word document; ``dated`` is the only clock."""
    return word(_frame(scan, told, lang, dated), contents(scan, told, beside, lang), dated)


def write(
    scan: AreaScan,
    lang: str,
    target: Path,
    *,
    dated: date,
    told: Told = NOBODY,
    beside: Beside = NOTHING,
) -> Path:
    """Write the report to a .pdf or .docx file, whole or not at all; give the path.

    Raises ``InputError`` for another kind of file or a folder that is not there.
    """
    kind = target.suffix.lower()
    if kind not in (PDF, DOCX):
        raise InputError(
            text("a report is a PDF or a Word document."),
            where=str(target),
            todo=text("Give the file a name that ends in .pdf or .docx."),
        )
    if not target.parent.is_dir():
        raise InputError(
            text("the folder for this file does not exist."),
            where=str(target),
            todo=text("Make the folder first, or choose another place."),
        )
    make = pdf if kind == PDF else docx
    write_durably(target, make(scan, lang, told=told, beside=beside, dated=dated))
    return target


def _invented(scan: AreaScan, lang: str) -> str | None:
    if not scan.result.fictitious:
        return None
    return text("Example: all figures are invented").render(lang)


def _frame(scan: AreaScan, told: Told, lang: str, dated: date) -> Frame:
    name, town = scan.result.name(scan.area), scan.result.name(scan.municipality)
    kicker = [
        text("Neighbourhood scan of %(name)s", name=name).render(lang),
        *(
            [text("municipality of %(name)s", name=town).render(lang)]
            if scan.area != scan.municipality
            else []
        ),
        text("figures of %(year)s", year=str(scan.result.year)).render(lang),
        day(dated, lang),
    ]
    standing, invented = told.standing, _invented(scan, lang)
    header = [standing.words.render(lang).capitalize()]
    header += [invented] if invented else []
    version = text("Weefsel %(version)s", version=__version__).render(lang)
    return Frame(
        lang=lang,
        title=title_of(scan, told, lang),
        kicker=DOT.join(kicker),
        header=DOT.join(header),
        foot=DOT.join(
            [version, text("recipe %(name)s", name=RECIPE_NAME).render(lang), scan.area]
        ),
        author=version,
        subject=text("Neighbourhood scan of %(name)s", name=name).render(lang),
    )
