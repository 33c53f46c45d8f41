"""A whole country on paper: area by area to a file, so that it is never held whole."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import typer

from weefsel.base.document import to_json, to_line
from weefsel.base.durable import open_durably
from weefsel.base.home import language
from weefsel.base.language import Text, text
from weefsel.terminal import err, out, print_table, progress, say, write_count, write_file

if TYPE_CHECKING:
    from weefsel.atlas.store import Store
    from weefsel.scan.country import CountryScan
    from weefsel.scan.recipe import ScanRecipe
    from weefsel.scan.scan_document import Report

THEIRS = 2  # exit status: not a fault of ours
LEVEL_NAMES = {
    "municipality": text("municipalities"),
    "district": text("districts"),
    "neighbourhood": text("neighbourhoods"),
}


def scan_country(
    store: Store,
    recipe: ScanRecipe,
    *,
    json: str | None,
    csv: str | None,
    save_recipe: str | None,
) -> None:
    """Scan a country and write it, or say on the screen what it comes to."""
    from weefsel.scan.country import scan_country as run
    from weefsel.sources.area_code import country_of

    with _stops_cleanly(), progress() as report:
        found = run(
            store, recipe, catalogue=store.catalogue(country_of(recipe.area)), report=report
        )
        if save_recipe is not None:
            write_file(save_recipe, found.recipe.toml())
        if json is not None:
            with _opened(json) as handle:
                _write_json(found, handle, report)
        if csv is not None:
            with _opened(csv) as handle:
                _write_csv(found, handle, report)
    if json is None and csv is None:
        _print_country(found)


@contextmanager
def _stops_cleanly() -> Iterator[None]:
    """Let a request to stop end the work as Ctrl+C does: nothing half-written stays."""

    def stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        err.print(say(text("Stopped.")))
        raise typer.Exit(THEIRS) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _opened(target: str) -> Any:
    return nullcontext(sys.stdout.buffer) if target == "-" else open_durably(Path(target))


def _write_json(found: CountryScan, handle: IO[bytes], report: Report) -> None:
    """Write the document: what areas share first, then an area a line."""
    head = to_json(found.header()).rstrip().removesuffix("}").rstrip()
    handle.write(head.encode() + b',\n  "areas": [')
    total = len(found.codes)
    for done, one in enumerate(found.areas()):
        report(done, total, text("Area %(done)s of %(total)s", done=done + 1, total=total))
        handle.write((b",\n" if done else b"\n") + to_line(one).encode())
    handle.write(b"\n  ]\n}\n")


def _write_csv(found: CountryScan, handle: IO[bytes], report: Report) -> None:
    """Write the table, a municipality at a time under one heading."""
    from weefsel.report.tables import to_csv

    done, total = 0, len(found.codes)
    for frame in found.tables(language()):
        report(done, total, text("Area %(done)s of %(total)s", done=done + 1, total=total))
        written = to_csv(frame, language())
        if done:  # only the first part keeps the heading and the mark of its encoding
            written = written.partition(b"\r\n")[2]
        handle.write(written)
        done += frame.height


def _print_country(found: CountryScan) -> None:
    """Say per condition how many areas have a score, and how many surely differ."""
    from weefsel.atlas.indicator import CONDITIONS
    from weefsel.scan import words
    from weefsel.scan.reasons import CONDITION_NAMES

    counts = {
        condition: [words.class_of(one) for one in found.sure[condition].values()]
        for condition in CONDITIONS
    }
    total = len(found.codes)
    out.print(
        say(
            text(
                "%(count)s %(areas)s, scan of %(year)s: with a score, and how they stand beside "
                "the average",
                count=write_count(total),
                areas=LEVEL_NAMES[found.level],
                year=found.national.year,
            )
        )
    )
    for sentence in (*found.national.notes, *found.national.mixed[found.level]):
        out.print(say(sentence))
    print_table(
        [text("condition"), text("with a score"), *words.CLASSES.values()],
        [
            [
                say(CONDITION_NAMES[condition]),
                write_count(len(classes)),
                *(write_count(classes.count(one)) for one in words.CLASSES),
            ]
            for condition, classes in counts.items()
        ],
    )
    out.print(say(text("Everything of every area: write it with --json FILE or --csv FILE.")))


def print_every_municipality(store: Store, year: int | None, json: str | None) -> None:
    """Say of every municipality how many of its neighbourhoods have a score."""
    from weefsel.atlas.indicator import CONDITIONS
    from weefsel.scan.reasons import CONDITION_NAMES
    from weefsel.scan.run import scan_all

    results = scan_all(store, year)
    if json is not None:
        write_file(
            json, to_json({"scans": [one.document(indicators=False) for one in results.values()]})
        )
        return
    rows = []
    for code, result in results.items():
        codes = result.codes()
        shown = [f"{len(result.scored(condition))}/{len(codes)}" for condition in CONDITIONS]
        rows.append([code, result.name(code), *shown])
    out.print(say(text("Neighbourhoods with a score, of all neighbourhoods, per condition:")))
    headings: list[Text] = [text("code"), text("name")]
    print_table([*headings, *(CONDITION_NAMES[one] for one in CONDITIONS)], rows)
