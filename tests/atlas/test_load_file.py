"""Files go in through one door, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from atlas.tables import seen
from sources.boundary_examples import cells, geojson, neighbourhoods, write
from weefsel.atlas.load import Stopped, load_file
from weefsel.atlas.store import Store
from weefsel.base.language import Text
from weefsel.errors import ConflictError, InputError

COLUMNS = (
    "Wijken en buurten",
    "Regioaanduiding/Soort regio (omschrijving)",
    "Regioaanduiding/Codering (code)",
    "Bevolking/Aantal inwoners (aantal)",
    "Bevolking/Geslacht/Mannen (aantal)",
)
ROWS = (
    ("Weverdam", "Gemeente", "GM9990", 310, 155),
    ("Spoelwijk", "Wijk", "WK999000", 310, 155),
    ("Spoelkwartier", "Buurt", "BU99900000", 200, 95),
    ("Kettingbuurt", "Buurt", "BU99900001", 110, 60),
)


def statline(
    folder: Path, name: str = "84799NED.csv", rows: Sequence[Sequence[object]] = ROWS
) -> Path:
    """Write a fictitious export of StatLine."""
    lines = [";".join(f'"{cell}"' for cell in row) for row in (COLUMNS, *rows)]
    path = folder / name
    path.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def boundaries(folder: Path) -> Path:
    about = [{"statcode": code} for code in neighbourhoods(2)]
    return write(folder, "buurten_2020.geojson", geojson(cells(2, 1), about))


def test_a_table_of_fictitious_areas_lands_in_the_fictitious_country(
    store: Store, tmp_path: Path
) -> None:
    (report,) = load_file(store, "kwb", statline(tmp_path))
    assert report.edition.country == "XX00"
    assert report.areas == len(ROWS)
    found = store.observations(
        areas=["BU99900001"], indicators=["population"], country="XX00"
    ).row(0, named=True)
    assert (found["value"], found["source"], found["fictitious"]) == (110.0, "84799NED-2020", True)
    assert store.observations().is_empty()


def test_the_same_file_again_says_nothing_new(store: Store, tmp_path: Path) -> None:
    path = statline(tmp_path)
    load_file(store, "kwb", path)
    before = seen(store)
    (report,) = load_file(store, "kwb", path)
    assert "niets nieuws" in report.sentences[0].render("nl")
    assert seen(store) == before


def test_of_two_files_that_contradict_neither_stays(store: Store, tmp_path: Path) -> None:
    good = statline(tmp_path)
    (tmp_path / "other").mkdir()
    bad = statline(
        tmp_path / "other", rows=[*ROWS[:3], ("Kettingbuurt", "Buurt", ROWS[3][2], 9, 3)]
    )
    with pytest.raises(ConflictError, match=r"BU99900001.* (9|3) .*here and (110|60) .*in"):
        load_file(store, "kwb", [good, bad])
    assert store.editions() == []
    assert seen(store) == (b"", {})


def test_boundaries_and_figures_share_the_store(store: Store, tmp_path: Path) -> None:
    load_file(store, "kwb", statline(tmp_path))
    (report,) = load_file(store, "areas", boundaries(tmp_path))
    assert report.kind == "geometry"
    assert set(store.geometry(["BU99900001"], year=2020, country="XX00")) == {"BU99900001"}
    assert store.status().fictitious.height == 2


def test_a_load_tells_how_far_it_is(store: Store, tmp_path: Path) -> None:
    told: list[tuple[int, int, Text]] = []
    load_file(
        store,
        "kwb",
        statline(tmp_path),
        progress=lambda done, total, what: told.append((done, total, what)),
    )
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] == told[-1][1]
    assert "84799NED.csv" in str(told[0][2])


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_stopped_load_leaves_the_store_as_it_was(
    store: Store, tmp_path: Path, after: int
) -> None:
    steps = iter(range(100))
    with pytest.raises(Stopped, match="stopped"):
        load_file(store, "kwb", statline(tmp_path), stop=lambda: next(steps) >= after)
    assert store.editions() == []


def test_an_unknown_kind_of_data_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"weather.*kwb, health, ses, livability, areas"):
        load_file(store, "weather", statline(tmp_path))


def test_codes_belong_to_the_key_figures_only(store: Store, tmp_path: Path) -> None:
    path = statline(tmp_path)
    with pytest.raises(InputError, match="--codes"):
        load_file(store, "health", path, codes=path)


@pytest.mark.parametrize("kind", ["kwb", "health", "areas"])
def test_a_file_that_is_not_there_is_refused_by_name(
    store: Store, tmp_path: Path, kind: str
) -> None:
    with pytest.raises(InputError, match=r"gone\.csv"):
        load_file(store, kind, tmp_path / "gone.csv")


def test_a_refused_file_leaves_no_trace(store: Store, tmp_path: Path) -> None:
    load_file(store, "kwb", statline(tmp_path))
    before = seen(store)
    with pytest.raises(InputError):
        load_file(store, "kwb", statline(tmp_path, "9.csv", [("a", "Buurt", "BU1", 1, 1)]))
    assert seen(store) == before
