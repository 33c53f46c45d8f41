"""``weefsel load local``: a municipality's own figures from a spreadsheet into the store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from weefsel.base.document import read_file
from weefsel.base.errors import InputError
from weefsel.base.home import home, language
from weefsel.base.language import text
from weefsel.terminal import out, say, write_file


def load_local(
    files: list[str],
    *,
    mapping: Path | None = None,
    house: str | None = None,
    municipality: str | None = None,
    year: int | None = None,
    faults: str | None = None,
    replace: bool = False,
) -> None:
    """Map, check and store own figures; with faults nothing is stored.

    ``faults`` names a file that gets every fault with its row and column. Raises ``Faults``
    or ``InputError`` when the figures cannot be stored.
    """
    from weefsel.atlas.local_load import guess_mapping, prepare_local, store_local
    from weefsel.atlas.store import Store
    from weefsel.outcomes.own_shares import pass_shares
    from weefsel.outcomes.own_words import refuse_personal
    from weefsel.report.own_faults import fault_table
    from weefsel.sources.local_grid import grid_of
    from weefsel.sources.local_mapping import LocalMapping, mapping_of, read_mapping

    if len(files) != 1:
        raise InputError(
            text("own figures are loaded one file at a time."),
            todo=text("Give one file, and load the next one after it."),
        )
    path = Path(files[0])
    grid = grid_of(read_file(path), path.name)
    given = LocalMapping() if mapping is None else read_mapping(mapping)
    options = {"house": house, "municipality": municipality, "year": year}
    record = given.model_dump(by_alias=True) | {k: v for k, v in options.items() if v is not None}
    store = Store(home())
    meant = guess_mapping(store, grid, mapping_of(record, path.name))
    prepared = prepare_local(store, grid, meant, today=date.today(), door=pass_shares)
    if faults is not None:
        write_file(faults, fault_table(prepared.checked.faults, language()))
    elif len(prepared.checked.faults) > 1:
        out.print(say(text("Add --faults FILE to get every fault with its row and column.")))
    refuse_personal(prepared.open_words, path.name)
    for done in store_local(store, prepared, replace=replace):
        for sentence in done.sentences:
            out.print(say(sentence))
    out.print(
        say(
            text(
                "These figures are open to everyone now (%(licence)s). To take them out: "
                "weefsel withdraw %(table)s",
                licence=meant.licence,
                table=prepared.table,
            )
        )
    )
