"""Real open data, where it is at hand; totals from the publishers (see the data's README)."""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from weefsel.atlas.indicator import catalogue
from weefsel.atlas.mapping import filled, observe
from weefsel.base.errors import InputError
from weefsel.sources import health, kwb, livability, ses
from weefsel.sources.model import RawTable

pytestmark = pytest.mark.realdata
FOLDER = Path(os.environ.get("WEEFSEL_REAL_DATA", "."))
KWB_2020 = "kwb/cbs.v3.84799NED_TypedDataSet.parquet"
KWB_2024 = "kwb/85984NED_kwb2024_leeftijd_geslacht.csv"
KWB_2019 = "kwb/84583NED_kwb2019_amsterdam.csv"
DOCUMENTED = Path(__file__).parents[2] / "docs" / "loading.md"


@cache
def one(name: str, codes: str | None = None) -> RawTable:
    if name.startswith("sociaal"):
        return health.read(FOLDER / name)[0]
    return kwb.read(FOLDER / name, codes=None if codes is None else FOLDER / codes)[0]


@cache
def observations(name: str, codes: str | None = None) -> pl.DataFrame:
    return observe(one(name, codes), catalogue()).frame


def of(name: str, indicator: str, area: str) -> float | None:
    frame = observations(name).filter(
        (pl.col("indicator") == indicator) & (pl.col("area") == area)
    )
    return frame["value"].item()


@pytest.mark.parametrize(
    ("name", "edition", "areas", "levels", "residents"),
    [
        (KWB_2020, "84799NED-2020", 17_341, (1, 355, 3_177, 13_808), 17_407_585),
        (KWB_2024, "85984NED-2024", 18_310, (1, 342, 3_393, 14_574), 17_942_942),
        (KWB_2019, "84583NED-2019", 580, (1, 1, 99, 479), 17_282_163),
    ],
)
def test_areas_and_residents_are_those_of_cbs(
    real_data: Path, name: str, edition: str, areas: int, levels: tuple[int, ...], residents: int
) -> None:
    raw = one(name)
    assert raw.edition.id == edition
    assert raw.areas.height == areas
    found = dict(raw.areas["level"].value_counts().iter_rows())
    order = ("country", "municipality", "district", "neighbourhood")
    assert tuple(found[level] for level in order) == levels
    assert of(name, "population", "NL00") == residents


def test_municipalities_of_2020_add_up_to_the_country(real_data: Path) -> None:
    frame = observations(KWB_2020).filter(pl.col("indicator") == "population")
    total = {
        letters: frame.filter(pl.col("area").str.starts_with(letters))["value"].sum()
        for letters in ("NL", "GM", "WK", "BU")
    }
    assert total == {"NL": 17_407_585, "GM": 17_407_585, "WK": 17_404_080, "BU": 17_397_650}


def test_the_early_edition_of_2020_holds_fifty_of_its_columns(real_data: Path) -> None:
    raw = one(KWB_2020)
    assert raw.edition.published == "2021-03-26"
    filled_columns = raw.values.group_by("measure").agg(pl.col("value").count())
    # 50 of 118 by the README, among them ID, codes, names, kind, redivision and postcode: 7.
    assert filled_columns.filter(pl.col("value") > 0).height == 43
    assert raw.areas["redivision"].unique().sort().to_list() == [None, "1", "2", "3"]
    assert raw.areas["name"].null_count() == 0


def test_parquet_and_text_of_one_table_give_the_same_observations(real_data: Path) -> None:
    text = observations("derived/84799NED_kwb2020_typed.csv.gz")
    assert text.equals(observations(KWB_2020))


def test_a_page_of_one_municipality_gives_its_part(real_data: Path) -> None:
    page = observations("derived/84799NED_TypedDataSet_GM0164_reconstructed.json")
    assert page["area"].n_unique() == 74
    same = observations(KWB_2020).join(page, on=["area", "indicator"], how="semi")
    keys = ["indicator", "area"]
    assert page.sort(keys).equals(same.sort(keys))


def test_every_value_of_amsterdam_2019_is_read(real_data: Path) -> None:
    """Each cell against a plain reading of the file with the csv module."""
    with (real_data / KWB_2019).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    values = {
        (measure, area): value
        for measure, area, value in one(KWB_2019).values.select("measure", "area", "value").rows()
    }
    codes = [row["Regioaanduiding.Codering..code."].strip() for row in rows]
    measures = one(KWB_2019).measures["measure"].to_list()
    assert len(measures) == 111
    for row, code in zip(rows, codes, strict=True):
        for measure in measures:
            cell = row[measure].strip().replace(",", ".")
            expected = None if cell in ("", "NA", ".") else float(cell)
            assert values[measure, code] == expected, (measure, code)


def test_amsterdam_2019_fills_all_that_the_table_can_fill(real_data: Path) -> None:
    observed = observe(one(KWB_2019), catalogue())
    # They stand in the data of the Wijk- en Buurtkaart, or in tables to 2018, not in this one.
    assert observed.absent == (
        "distance_library",
        "distance_swimming_pool",
        "theft_from_home_per_1000",
        "vandalism_per_1000",
        "violence_per_1000",
        "violence_vandalism_per_1000",
    )
    assert observed.empty == ()
    assert observed.notes == ()
    assert of(KWB_2019, "household_size", "NL00") == 2.1


def test_the_file_without_codes_borrows_them(real_data: Path) -> None:
    name = "kwb/85984NED_kwb2024_herkomst.csv"
    with pytest.raises(InputError):
        kwb.read(real_data / name)
    found = observations(name, KWB_2024)
    country = found.filter(
        (pl.col("area") == "NL00") & (pl.col("indicator") == "origin_netherlands_share")
    )
    assert country["value"].item() == pytest.approx(100 * 12_941_748 / 17_942_942)


@pytest.mark.parametrize(
    ("name", "edition", "missing"),
    [
        ("sociaal/rivm_gezondheid_2020_18plus.xlsx", "50090NED-2020-18plus", 769),
        ("sociaal/rivm_gezondheid_2020_65plus.xlsx", "50090NED-2020-65plus", 1_765),
    ],
)
def test_health_estimates_are_marked_and_their_gaps_kept(
    real_data: Path, name: str, edition: str, missing: int
) -> None:
    raw = one(name)
    assert raw.edition.id == edition
    assert raw.edition.division == 2020
    lonely = raw.values.filter(pl.col("measure") == "Eenzaam_28")
    assert lonely.height == 17_341
    assert lonely["value"].null_count() == missing
    assert set(raw.values["flag"]) == {"model_estimate", "missing"}
    known = set(one(KWB_2020).areas["code"])
    assert set(lonely["area"]) == known


@pytest.mark.parametrize(("year", "share"), [(2012, 76.1), (2016, 75.2), (2020, 78.4)])
def test_good_health_of_the_country_by_year(real_data: Path, year: int, share: float) -> None:
    name = f"sociaal/rivm_gezondheid_{year}_18plus.xlsx"
    assert one(name).edition.year == year
    assert of(name, "good_health_18plus", "NL00") == share


def test_of_2020_five_of_eight_indicators_of_security_are_filled(real_data: Path) -> None:
    frames = [
        observations(KWB_2020),
        observations("sociaal/rivm_gezondheid_2020_18plus.xlsx"),
        observations("sociaal/rivm_gezondheid_2020_65plus.xlsx"),
    ]
    found = {one.condition: one for one in filled(pl.concat(frames), catalogue())}
    counts = {name: (len(c.core_filled), len(c.core)) for name, c in found.items()}
    assert counts == {
        "socio_economic_security": (5, 8),
        "inclusion": (2, 8),
        "cohesion": (1, 5),
        "empowerment": (1, 6),
    }


@pytest.mark.parametrize(
    "name",
    [
        "sociaal/iv3_2024_begroting.csv",
        "sociaal/85163NED_ses_woa_2019_amsterdam.csv",
        "sociaal/cpb_uitgaven_per_leeftijd_2022.xlsx",
        "sociaal/rivm_gezondheid_2020_18plus.xlsx",
        "voorzieningen/duo_basisscholen_vestigingen_2016.csv",
        "kwb/cbs.v3.84799NED_WijkenEnBuurten.parquet",
        "kwb/cbs.v4.83765NED_MeasureCodes.parquet",
    ],
)
def test_another_table_is_no_table_of_key_figures(real_data: Path, name: str) -> None:
    with pytest.raises(InputError):
        kwb.read(real_data / name)


def test_a_folder_with_several_editions_is_refused(real_data: Path) -> None:
    with pytest.raises(InputError):
        kwb.read(real_data / "kwb")


def test_the_documentation_counts_what_the_sources_fill(real_data: Path) -> None:
    """The table in docs/loading.md: how many indicators each source can fill, and does here."""
    here = {
        "kwb": [
            one(KWB_2020),
            one(KWB_2019),
            one("geo/gemeente_2023_met_kwb_wgs84.geojson"),
            *kwb.read(
                real_data / "geo" / "buurt_hengelo_met_kwb_wgs84.topojson", undated=(2018, 2019)
            ),
        ],
        "health": [
            one(f"sociaal/rivm_gezondheid_{kind}.xlsx") for kind in ("2020_18plus", "2020_65plus")
        ],
        "ses": ses.read(real_data / "sociaal" / "85163NED_ses_woa_2019_amsterdam.csv"),
        "livability": livability.read(
            real_data / "sociaal" / "leefbaarometer2_gemeente_klassen.json"
        ),
    }
    documented = {
        row[0].strip(" `"): tuple(int(cell) for cell in row[1:] if cell.strip())
        for row in (
            line.strip().strip("|").split("|")
            for line in DOCUMENTED.read_text(encoding="utf-8").splitlines()
            if line.startswith(("| `", "| only")) and line.count("|") == 4
        )
        if row[1].strip().isdigit()
    }
    counted = {}
    every: set[str] = set()
    for source, tables in here.items():
        possible = {
            key
            for key, known in catalogue().items()
            if any(origin.series == source for origin in known.origins)
        }
        found = {name for table in tables for name in observe(table, catalogue()).filled}
        counted[source] = (len(possible), len(found))
        every |= found
    alone = sum(not known.origins for known in catalogue().values())
    assert documented == {**counted, "only a municipality": (alone,)}
    assert f"The catalogue has {len(catalogue())} indicators." in DOCUMENTED.read_text()
    assert len(every) >= 70
