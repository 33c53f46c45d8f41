"""``weefsel export hsds``: the social map as a package that others can read."""

from __future__ import annotations

import io
import json as json_
import zipfile
from pathlib import Path
from typing import Annotated, Any

import typer

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.terminal import check_folder, out, say, write_file

JSON, TABLES = "json", "tables"
# So that the same register gives the same file to the last byte.
_MOMENT = (1980, 1, 1, 0, 0, 0)

export = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say(text("Write what Weefsel holds in a form that others read.")),
)


@export.callback()
def _several() -> None:
    """Keep the name of what is exported in the command: there will be more."""


@export.command(help=say(text("Write the social map as Open Referral HSDS, version 3.")))
def hsds(
    target: Annotated[
        str, typer.Argument(help=say(text("The file to write; - is the screen (JSON only).")))
    ],
    municipality: Annotated[
        str | None,
        typer.Option(help=say(text("Only of this municipality, for instance GM0164."))),
    ] = None,
    form: Annotated[
        str,
        typer.Option("--format", help=say(text("json, or tables: CSV files in one zip file."))),
    ] = JSON,
    everything: Annotated[
        bool,
        typer.Option(
            "--everything",
            help=say(
                text(
                    "Also what is not public: drafts, what ended, contacts and counts of visitors."
                )
            ),
        ),
    ] = False,
) -> None:
    """Write the public social map, or with --everything all that is kept."""
    if form not in (JSON, TABLES):
        raise InputError(
            text("'%(form)s' is not a form to export in.", form=form[:40]),
            where="--format",
            todo=text("Use json or tables."),
        )
    if target != "-":
        check_folder(Path(target))
    from weefsel.commands.account import _ready

    _ready()
    from weefsel.provisions.to_hsds import to_hsds
    from weefsel.web.social_map import known

    codes = [municipality] if municipality is not None else known.municipalities()
    written, count = _written(codes, everything, form, known, to_hsds)
    if not count:
        raise InputError(
            text("there are no provisions to export."),
            where=municipality or "",
            todo=text("Load them first: weefsel load provisions SOURCE --municipality CODE"),
        )
    write_file(target, written)
    if target != "-":
        words = text("Written to %(file)s; provisions: %(count)s.", count=count, file=target)
        out.print(say(words))


def _written(
    codes: list[str], everything: bool, form: str, known: Any, to_hsds: Any
) -> tuple[bytes, int]:
    """Give the package of these municipalities as bytes, and how many offers it holds."""
    from weefsel.provisions.social_map import SocialMap
    from weefsel.sources.hsds.nested import record
    from weefsel.sources.hsds.tabular import write_tabular

    maps = [known.social_map(code, public=not everything) for code in codes]
    whole = SocialMap(
        {key: one for each in maps for key, one in each.organisations.items()},
        {key: one for each in maps for key, one in each.services.items()},
        {key: one for each in maps for key, one in each.locations.items()},
        {key: one for each in maps for key, one in each.offers.items()},
    )
    package = to_hsds(whole, public=not everything)
    if form == TABLES:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in write_tabular(package).items():
                archive.writestr(zipfile.ZipInfo(name, _MOMENT), content)
        return held.getvalue(), len(whole.offers)
    services = [record(package, "service", str(row["id"])) for row in package.of("service")]
    written = json_.dumps(services, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return written.encode("utf-8"), len(whole.offers)
