"""``weefsel load provisions``: a package, a list or a map of places into the register."""

from __future__ import annotations

from pathlib import Path

from weefsel.base.document import read_file, read_toml
from weefsel.base.errors import InputError
from weefsel.base.home import language
from weefsel.base.language import text
from weefsel.sources.hsds.package import BrokenPackageError
from weefsel.terminal import out, print_table, say, write_count, write_file

SHOWN = 10  # lines of a report on the screen


def load_provisions(
    sources: list[str],
    *,
    municipality: str | None,
    mapping: Path | None = None,
    house: str | None = None,
    faults: str | None = None,
    replace: bool = False,
    dry_run: bool = False,
) -> None:
    """Read and store provisions, or only say what that would do; with faults nothing is stored.

    Raises ``InputError`` when a file cannot be read, or the register refuses it.
    """
    if municipality is None:
        raise InputError(
            text("provisions are of one municipality, and none is named."),
            where=sources[0],
            todo=text("Add its code: --municipality GM0164."),
        )
    from weefsel.commands.account import _ready

    _ready()
    from weefsel.provisions.columns import columns_of
    from weefsel.web.social_map import bringing

    columns = None
    if mapping is not None:
        columns = columns_of(read_toml(read_file(mapping), mapping.name), mapping.name)
    owner = bringing.house_of(municipality, house)
    try:
        folder = Path(sources[0]).name if Path(sources[0]).is_dir() else ""
        brought = bringing.read(_files(sources), municipality, columns=columns, source=folder)
    except BrokenPackageError as broken:
        _say_faults(broken, faults)
        raise
    ready = bringing.tried(brought, owner, publish=True, gone=replace)
    _report(ready)
    if dry_run:
        out.print(say(text("This was only a trial: nothing was stored.")))
        return
    bringing.store(brought, owner, None, publish=True, gone=replace)
    out.print(
        say(
            text(
                "Stored for %(house)s; provisions: %(count)s.",
                house=owner.name,
                count=len(brought.map.offers),
            )
        )
    )


def _files(sources: list[str]) -> dict[str, bytes]:
    """Read files; of a folder every file in it."""
    found: dict[str, bytes] = {}
    for one in sources:
        path = Path(one)
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found |= {each.name: read_file(each) for each in inside if not each.is_dir()}
    if not found:
        raise InputError(
            text("there are no files in this folder."),
            where=sources[0],
            todo=text("Check the name and the folder."),
        )
    return found


def _say_faults(broken: BrokenPackageError, target: str | None) -> None:
    from weefsel.report.package_faults import fault_list

    if target is not None:
        write_file(target, fault_list(broken.faults, language()))
        return
    for one in broken.faults[:SHOWN]:
        out.print(f"{one.file}: {say(one.said)}")
    if len(broken.faults) > SHOWN:
        out.print(say(text("Add --faults FILE to get every fault with its row and column.")))


def _report(ready: object) -> None:
    """Say what was read, what went where, what it would change and what may be double."""
    from weefsel.provisions.bring import FORMS
    from weefsel.web.social_map.bringing import Ready

    assert isinstance(ready, Ready)
    brought = ready.brought
    out.print(
        say(
            text(
                "%(form)s, %(source)s; provisions: %(count)s.",
                form=FORMS[brought.form],
                count=len(brought.map.offers),
                source=brought.source,
            )
        )
    )
    for one in brought.remarks:
        out.print(say(one))
    if brought.mapped:
        print_table(
            [text("in the file"), text("in Weefsel"), text("how"), text("rows")],
            [
                [one.source, one.target or "-", say(one.how), write_count(one.rows)]
                for one in brought.mapped
            ],
        )
    out.print(
        say(
            text(
                "Records: %(added)s new, %(changed)s changed, %(same)s the same.",
                added=ready.put.added,
                changed=ready.put.changed,
                same=ready.put.same,
            )
        )
    )
    if ready.doubles:
        out.print(
            say(
                text(
                    "Perhaps in the register already, under another name; nothing was merged: "
                    "%(count)s",
                    count=len(ready.doubles),
                )
            )
        )
    for pair in ready.doubles[:SHOWN]:
        reasons = "; ".join(say(one) for one in pair.reasons)
        out.print(f"  {pair.first.name} = {pair.second.name}? {reasons}")
