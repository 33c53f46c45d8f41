"""``weefsel evidence``: what is known, in a table or as a document, with its sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from weefsel.base.document import to_json
from weefsel.base.errors import InputError
from weefsel.base.home import language
from weefsel.base.language import Text, plural, text
from weefsel.terminal import check_folder, out, print_table, say, write_file

if TYPE_CHECKING:
    from weefsel.evidence.find import Kind, Thing

MOST_SIGNS = 200  # of a question that searching reads


def evidence(
    query: Annotated[
        str, typer.Argument(help=say(text("What you look for, in plain words; empty is all.")))
    ] = "",
    kind: Annotated[
        str | None,
        typer.Option(help=say(text("Only one kind: parameter, intervention, chain or light."))),
    ] = None,
    json: Annotated[
        str | None, typer.Option(help=say(text("Write as JSON to a file; - is the screen.")))
    ] = None,
) -> None:
    """Show what is known about something, with where it comes from."""
    from weefsel.evidence import record
    from weefsel.evidence.find import find, things

    wanted = _kind(kind)
    _check_query(query)
    if json not in (None, "-"):
        check_folder(Path(str(json)))
    if json is not None:
        write_file(json, to_json(record.evidence(query, wanted)))
        return
    told = find(query, kind=wanted, most=len(things()))
    found = [one.thing for one in told]
    for word, taken in told.meant:
        out.print(say(text("Did you mean “%(taken)s”, not “%(word)s”?", taken=taken, word=word)))
    if told.unknown:
        out.print(say(text("Nothing on: %(words)s.", words=", ".join(told.unknown))))
    if found:
        headings = [
            text("kind"),
            text("name"),
            text("value or finding"),
            text("range"),
            text("year"),
            text("how sure"),
            text("source"),
            text("checked"),
        ]
        print_table(headings, [_row(one) for one in found])
    out.print(
        say(
            plural(
                "%(count)s thing known.",
                "%(count)s things known.",
                len(found),
                count=len(found),
            )
        )
    )
    if not found:
        out.print(say(text("Nothing found is not the same as: it does not work.")))


def _kind(written: str | None) -> Kind | None:
    """Read the kind; raises ``InputError`` for another word."""
    from weefsel.evidence.find import Kind

    if written is None or written in get_args(Kind):
        return cast("Kind | None", written)
    raise InputError(
        text("'%(kind)s' is not a kind of evidence.", kind=written),
        where="--kind",
        todo=text("Use parameter, intervention, chain or light."),
    )


def _check_query(query: str) -> None:
    if len(query) > MOST_SIGNS:
        raise InputError(
            text("this question is too long to search with."),
            todo=text("Use a few words."),
        )


KINDS: dict[str, Text] = {
    "parameter": text("figure"),
    "intervention": text("intervention"),
    "chain": text("chain"),
    "light": text("light intervention"),
}


def _row(one: Thing) -> list[str]:
    """Give kind, name, value or finding, range, year, how sure, source and check of a thing."""
    tell = {
        "parameter": _parameter,
        "intervention": _intervention,
        "chain": _chain,
        "light": _light,
    }[one.kind]
    return [say(KINDS[one.kind]), one.name.render(language()), *tell(one.id)]


def _parameter(key: str) -> list[str]:
    from weefsel.evidence.parameter import parameters
    from weefsel.evidence.tell import CHECKS, RANGE_NAMES

    held = parameters()[key]
    figure, source = held.figure(), held.as_source()
    value = figure.render(language()) if held.values else held.no_value.render(language())
    ranged = figure.range_words(language())
    if ranged:
        ranged = f"{ranged} ({say(RANGE_NAMES[figure.range_kind])})"
    year = "" if figure.year is None else str(figure.year)
    return [value, ranged, year, source.grade, source.title, say(CHECKS[held.checked.how])]


def _intervention(key: str) -> list[str]:
    from datetime import date

    from weefsel.evidence.grading import grade
    from weefsel.evidence.intervention import interventions
    from weefsel.evidence.study import studies_of
    from weefsel.evidence.tell import CHECKS

    held = interventions()[key]
    graded = grade(held, studies_of(key), date.today())
    until = graded.valid_until
    ended = say(text("recognition ended")) if graded.expired else ""
    year = "" if held.recognition.year is None else str(held.recognition.year)
    level = say(graded.level) + (f" ({ended} {until})" if ended and until else "")
    check = say(CHECKS[held.checked.how])
    return [say(graded.sentence()), "", year, level, held.source.title, check]


def _chain(key: str) -> list[str]:
    from weefsel.evidence.chain import drawings

    held = drawings()[key]
    lacking = sum(arrow.verdict == "NONE" for arrow in held.arrow)
    told = text(
        "%(lacking)s of %(all)s links without evidence", lacking=lacking, all=len(held.arrow)
    )
    state = text("depends on what nobody measured") if held.conditional else text("has evidence")
    return [say(told), "", str(held.dated.year), say(state), "", ""]


def _light(key: str) -> list[str]:
    from weefsel.evidence.register import light_interventions
    from weefsel.evidence.tell import CHECKS

    held = light_interventions()
    entry = next(one for one in held.entry if one.id == key)
    check = say(CHECKS[held.checked.how])
    return [entry.cluster.render(language()), "", "", "", held.source.title, check]
