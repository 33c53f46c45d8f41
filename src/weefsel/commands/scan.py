"""``weefsel scan``: one municipality, every municipality, or a whole country at one level."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from weefsel.base.document import read_file, to_json
from weefsel.base.errors import InputError
from weefsel.base.home import home, language
from weefsel.base.language import text
from weefsel.terminal import check_folder, progress, say, write_file

if TYPE_CHECKING:
    from weefsel.atlas.store import Store
    from weefsel.scan.recipe import ScanRecipe
    from weefsel.scan.vulnerability import Features

LEVELS = {
    "buurt": "neighbourhood",
    "neighbourhood": "neighbourhood",
    "wijk": "district",
    "district": "district",
    "gemeente": "municipality",
    "municipality": "municipality",
}
ALL = "all"
COUNTRIES = {"NL": "NL00", "NL00": "NL00", "XX": "XX00", "XX00": "XX00"}


def scan(
    area: Annotated[
        str,
        typer.Argument(
            help=say(text("Code of the municipality, NL for the country, or 'all' for every one."))
        ),
    ] = "",
    level: Annotated[
        str | None, typer.Option(help=say(text("buurt, wijk or gemeente; buurt by default.")))
    ] = None,
    year: Annotated[
        int | None, typer.Option(help=say(text("Year of the scan; the newest by default.")))
    ] = None,
    within: Annotated[
        bool,
        typer.Option(
            "--within",
            help=say(text("Compare inside the municipality only; its own figures count too.")),
        ),
    ] = False,
    recipe: Annotated[
        Path | None, typer.Option(help=say(text("Run the scan of a recipe, a TOML file, again.")))
    ] = None,
    save_recipe: Annotated[
        str | None,
        typer.Option(help=say(text("Write the recipe as TOML, every number spelled out."))),
    ] = None,
    peers: Annotated[
        list[str] | None,
        typer.Option(
            help=say(
                text(
                    "Areas to compare with instead of the most alike: GM0153,GM0141, or of "
                    "another area BU01640101=BU01640102,BU01640103."
                )
            )
        ),
    ] = None,
    features: Annotated[
        Path | None,
        typer.Option(help=say(text("Own features of vulnerability, a TOML file."))),
    ] = None,
    sensitivity: Annotated[
        bool,
        typer.Option(
            "--sensitivity",
            help=say(text("Say what each indicator and each choice does to the ranks.")),
        ),
    ] = False,
    json: Annotated[
        str | None, typer.Option(help=say(text("Write as JSON to a file; - is the screen.")))
    ] = None,
    csv: Annotated[
        str | None, typer.Option(help=say(text("Write the table as CSV; - is the screen.")))
    ] = None,
) -> None:
    """Scan one municipality, all of them, or a country at one level."""
    from weefsel.atlas.store import Store

    store = Store(home())
    given = None if recipe is None else _read_recipe(recipe)
    wanted = area or ("" if given is None else given.area)
    for target in (json, csv, save_recipe):  # said before minutes of work, not after
        if target not in (None, "-"):
            check_folder(Path(target))
    changes = {
        "level": None if level is None else level_of(level),
        "year": year,
        "reference": "municipality" if within else None,
    }
    changed = {key: one for key, one in changes.items() if one is not None}
    if wanted == ALL:
        from weefsel.commands.scan_country import print_every_municipality

        print_every_municipality(store, year, json)
        return
    if wanted.upper() in COUNTRIES:
        from weefsel.commands.scan_country import scan_country

        _refuse_for_country(within=within, peers=peers, sensitivity=sensitivity)
        scan_country(
            store,
            _country_recipe(store, COUNTRIES[wanted.upper()], given, changed),
            json=json,
            csv=csv,
            save_recipe=save_recipe,
        )
        return
    _scan_municipality(
        store,
        _recipe(wanted, given, changed),
        peers=peers or [],
        features=None if features is None else _read_features(features),
        sensitivity=sensitivity,
        json=json,
        csv=csv,
        save_recipe=save_recipe,
    )


def _scan_municipality(
    store: Store,
    recipe: ScanRecipe,
    *,
    peers: list[str],
    features: Features | None,
    sensitivity: bool,
    json: str | None,
    csv: str | None,
    save_recipe: str | None,
) -> None:
    from weefsel.commands.scan_print import print_scan
    from weefsel.scan.comparison import compare_municipality
    from weefsel.scan.national import prepare
    from weefsel.scan.resilience_maps import maps_of
    from weefsel.scan.run import scan as run
    from weefsel.scan.scan_document import scan_document, sensitivity_record
    from weefsel.sources.area_code import country_of

    catalogue = store.catalogue(country_of(recipe.area))
    with progress() as report:
        report(0, 0, text("Reading the figures of the country"))
        national = prepare(store, recipe, catalogue=catalogue)
        result = run(store, recipe, national=national, catalogue=catalogue)
        if save_recipe is not None:
            write_file(save_recipe, result.recipe.toml())
        if csv is not None:
            from weefsel.report.tables import to_csv

            write_file(csv, to_csv(result.table(language()), language()))
        if json is None and (csv is not None or save_recipe == "-"):
            return
        comparison = compare_municipality(
            store,
            national,
            recipe.area,
            fixed=_peers(recipe.area, peers, result.area_rows),
            features=features,
        )
        maps = maps_of(store, recipe.area, features=features, catalogue=catalogue)
        rank_moves = sensitivity_record(result, report=report) if sensitivity else None
        if json is not None:
            document = scan_document(result, comparison, maps, report=report)
            write_file(json, to_json(document | {"sensitivity": rank_moves}))
            return
    print_scan(result, comparison, maps, rank_moves)


def level_of(word: str) -> str:
    """Give the level that a word stands for; raises ``InputError``."""
    if word not in LEVELS:
        raise InputError(
            text("'%(level)s' is not a level.", level=word),
            where="--level",
            todo=text("Use buurt, wijk or gemeente."),
        )
    return LEVELS[word]


def _read_recipe(path: Path) -> ScanRecipe:
    from weefsel.scan.recipe import ScanRecipe

    return ScanRecipe.read(read_file(path), path.name)


def _read_features(path: Path) -> Features:
    from weefsel.scan.vulnerability import Features

    return Features.read(read_file(path), path.name)


def _recipe(area: str, given: ScanRecipe | None, changed: dict[str, Any]) -> ScanRecipe:
    """Give the recipe of a municipality: as given, with what the options say instead."""
    from weefsel.scan.recipe import ScanRecipe

    if given is None:
        return ScanRecipe.model_validate({"area": area, **changed})
    if given.area != area:
        raise InputError(
            text("this recipe is about %(area)s.", area=given.area),
            where="--recipe",
            todo=text("Leave the code out, or take the recipe of that municipality."),
        )
    return ScanRecipe.model_validate({**given.record(), **changed})


def _country_recipe(
    store: Store, country: str, given: ScanRecipe | None, changed: dict[str, Any]
) -> ScanRecipe:
    """Give the recipe of a country: the numbers of the one given; any municipality is its area."""
    from weefsel.scan.recipe import ScanRecipe
    from weefsel.scan.run import some_municipality
    from weefsel.sources.area_code import country_of

    if given is not None and country_of(given.area) != country:
        raise InputError(
            text("this recipe is about %(area)s.", area=given.area),
            where="--recipe",
            todo=text("Take a recipe of the same country."),
        )
    record = {} if given is None else given.record()
    return ScanRecipe.model_validate(
        {**record, "area": some_municipality(store, country), **changed}
    )


def _refuse_for_country(*, within: bool, peers: list[str] | None, sensitivity: bool) -> None:
    """Refuse what only one municipality can be asked; raises ``InputError``."""
    for name, asked in (("--within", within), ("--peers", peers), ("--sensitivity", sensitivity)):
        if asked:
            raise InputError(
                text("this goes with one municipality only."),
                where=name,
                todo=text("Leave it out, or give the code of a municipality."),
            )


def _peers(
    municipality: str, given: list[str], known: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Give the areas to compare with by area, as the option names them.

    Raises ``InputError`` for an area that is not in the scan: its peers would count nowhere.
    """
    found = {}
    for one in given:
        area, stands, codes = one.partition("=")
        listed = codes if stands else area
        key = area.strip().upper() if stands else municipality
        if key not in known:
            raise InputError(
                text("'%(code)s' is no area of this scan.", code=key[:60]),
                where="--peers",
                todo=text("Name an area of %(area)s before the = sign.", area=municipality),
            )
        found[key] = tuple(code.strip().upper() for code in listed.split(",") if code.strip())
    return found
