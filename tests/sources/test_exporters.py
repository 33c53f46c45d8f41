"""The same table gives the same observations, whoever wrote the file and however."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import kwb_files as files
from weefsel.atlas.indicator import catalogue
from weefsel.atlas.mapping import observe
from weefsel.sources import kwb

NAME = f"{files.TABLE}_kwb{files.YEAR}"
FILLED = {
    "population", "households", "household_size", "gas_use", "low_income_households_share",
    "social_assistance_share_15_64", "wmo_clients_per_1000", "residents_15_24",
    "residents_25_44", "residents_45_64", "residents_share_15_24", "residents_share_25_44",
    "residents_share_45_64",
}  # fmt: skip


def observations(path: Path, **options: object) -> pl.DataFrame:
    tables = kwb.read(path, **options)  # type: ignore[arg-type]
    frames = [observe(raw, catalogue()).frame for raw in tables]
    return pl.concat(frames).sort("indicator", "area")


def from_parquet(folder: Path) -> Path:
    files.write_properties(folder / f"{files.TABLE}_DataProperties.json")
    return files.write_parquet(folder / f"{NAME}.parquet")


def from_typed_csv(folder: Path) -> Path:
    files.write_properties(folder / f"{files.TABLE}_DataProperties.json")
    rows = files.typed_rows()
    words = [list(rows[0])] + [["" if v is None else str(v) for v in r.values()] for r in rows]
    path = folder / f"{NAME}.csv.gz"
    path.write_bytes(gzip.compress(files.to_text(words, bom=False)))
    return path


def from_pages(folder: Path) -> Path:
    pages = folder / "pages"
    pages.mkdir()
    files.write_properties(pages / "DataProperties.json")
    files.write_page(pages / "TypedDataSet_1.json", files.typed_rows(last=3), more=True)
    files.write_page(pages / "TypedDataSet_2.json", files.typed_rows(first=3))
    return pages


def from_untyped_pages(folder: Path) -> Path:
    files.write_properties(folder / f"{files.TABLE}_DataProperties.json")
    rows = [
        {
            key: value
            if isinstance(value, str)
            else (".".rjust(10) if value is None else f"{value}".rjust(10))
            for key, value in row.items()
        }
        for row in files.typed_rows()
    ]
    return files.write_page(folder / f"{NAME}_untyped.json", rows)


def from_keys_alone(folder: Path) -> Path:
    return files.write_page(folder / "data.json", files.typed_rows())


def from_statline(folder: Path) -> Path:
    path = folder / f"{NAME}.csv"
    path.write_bytes(files.to_text(files.statline_rows()))
    return path


def from_statline_with_title_and_footer(folder: Path) -> Path:
    rows = [["Kerncijfers wijken en buurten 2021"], *files.statline_rows(), ["Bron: CBS"]]
    path = folder / "export.csv"
    path.write_bytes(files.to_text(rows))
    return path


def from_tabs(folder: Path) -> Path:
    path = folder / f"{NAME}.tsv"
    path.write_bytes(files.to_text(files.statline_rows(), separator="\t", bom=False))
    return path


def from_r(folder: Path) -> Path:
    path = folder / f"{NAME}_r.csv"
    path.write_bytes(files.to_text(files.r_rows(), separator=",", bom=False))
    return path


def from_pandas(folder: Path) -> Path:
    path = folder / f"{NAME}_pandas.csv"
    path.write_bytes(files.to_text(files.pandas_rows(), separator=",", bom=False))
    return path


def from_old_windows_text(folder: Path) -> Path:
    path = folder / f"{NAME}_windows.csv"
    path.write_bytes(files.to_text(files.statline_rows(), bom=False).decode().encode("cp1252"))
    return path


def from_workbook(folder: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Toelichting"
    book.active.append(["Kerncijfers wijken en buurten 2021"])
    sheet = book.create_sheet("Cijfers")
    heading, *_ = files.statline_rows()
    sheet.append(["Kerncijfers wijken en buurten 2021"])
    sheet.append(heading)
    for at, row in enumerate(files.statline_rows()[1:]):
        figures = [values[at] for *_, values in files.COLUMNS]
        sheet.append([*row[:5], *("." if one is None else one for one in figures)])
    sheet.append(["Bron: CBS"])
    path = folder / "werkmap.xlsx"
    book.save(path)
    return path


@cache
def plain() -> pl.DataFrame:
    with TemporaryDirectory() as folder:
        return observations(from_parquet(Path(folder)))


SHORT = {
    "AantalInwoners_5": "a_inw", "k_15Tot25Jaar_6": "a_15_24", "k_25Tot45Jaar_7": "a_25_44",
    "k_45Tot65Jaar_8": "a_45_64", "HuishoudensTotaal_9": "a_hh",
    "GemiddeldeHuishoudensgrootte_10": "g_hhgro", "GemiddeldAardgasverbruikTotaal_12": "g_gas",
    "HuishoudensMetEenLaagInkomen_14": "p_hh_lkk",
    "PersonenPerSoortUitkeringBijstand_15": "a_soz_wb", "WmoClientenRelatief_16": "p_wmo_t ",
    "AfstandTotSchool_17": "g_afs_sc",
}  # fmt: skip


def from_yearly_workbook(folder: Path) -> Path:
    """As kwb-2021.xlsx of CBS: short names, padded texts, decimal comma."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["gwb_code_10", "gwb_code_8", "regio", "gm_naam", "recs", "gwb_code", "ind_wbi",
                  *SHORT.values()])  # fmt: skip
    by_key = {key: values for key, _, _, _, values in files.COLUMNS}
    for at, code in enumerate(files.CODES):
        figures = [files.number(by_key[key][at], comma=True) for key in SHORT]
        sheet.append(
            [code, code[2:].ljust(8), files.NAMES[at], files.NAMES[0], files.KINDS[at], code,
             files.CHANGES[at], *(one.rjust(9) for one in figures)]
        )  # fmt: skip
    path = folder / "kwb-2021.xlsx"
    book.save(path)
    return path


def from_zip(folder: Path) -> Path:
    import zipfile

    path = folder / f"{NAME}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export.csv", files.to_text(files.statline_rows()))
    return path


WAYS: list[Callable[[Path], Path]] = [
    from_typed_csv, from_pages, from_untyped_pages, from_keys_alone, from_statline,
    from_statline_with_title_and_footer, from_tabs, from_r, from_pandas, from_old_windows_text,
    from_workbook, from_yearly_workbook, from_zip,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_exporter_gives_the_same_observations(
    way: Callable[[Path], Path], tmp_path: Path
) -> None:
    assert observations(way(tmp_path)).equals(plain())


def test_the_invented_table_fills_what_it_should(tmp_path: Path) -> None:
    raw = kwb.read(from_parquet(tmp_path))[0]
    observed = observe(raw, catalogue())
    assert set(observed.filled) == FILLED
    assert observed.empty == ("distance_school",)
    assert "Appartement_11" in observed.unmatched


def test_a_share_needs_every_part_and_the_right_sum(tmp_path: Path) -> None:
    found = observations(from_parquet(tmp_path)).filter(
        pl.col("indicator") == "social_assistance_share_15_64"
    )
    by_area = dict(found.select("area", "value").iter_rows())
    assert by_area["GM9991"] == pytest.approx(100 * 80 / (301 + 600 + 700))
    assert by_area["BU99910001"] == 0
    assert by_area["BU9991A101"] is None  # residents of 45 to 65 are missing there


@given(order=st.permutations(range(len(files.COLUMNS))), shift=st.integers(5, 400))
@settings(max_examples=15, deadline=None)
def test_order_and_suffix_of_columns_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], shift: int
) -> None:
    folder = tmp_path_factory.mktemp("order")
    renamed = [
        (f"{files.COLUMNS[at][0].rpartition('_')[0]}_{shift + turn}", *files.COLUMNS[at][1:])
        for turn, at in enumerate(order)
    ]
    files.write_properties(folder / f"{files.TABLE}_DataProperties.json", renamed)
    path = files.write_parquet(folder / f"{NAME}.parquet", renamed)
    assert observations(path).equals(plain())


@given(
    seed=st.integers(0, 2**16),
    separator=st.sampled_from([";", "\t", ","]),
    comma=st.booleans(),
    pad=st.booleans(),
    missing=st.sampled_from([".", "", "NA", "         .", "-99999999", "-99997", "x", "NaN"]),
)
@settings(max_examples=25, deadline=None)
def test_padding_decimal_mark_separator_and_mark_of_missing_change_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    separator: str,
    comma: bool,
    pad: bool,
    missing: str,
) -> None:
    rows = files.statline_rows(comma=comma, missing=missing, pad=pad)
    if pad:
        spaces = random.Random(seed)
        rows = [rows[0]] + [[" " * spaces.randrange(4) + cell for cell in row] for row in rows[1:]]
    path = tmp_path_factory.mktemp("text") / f"{NAME}.csv"
    path.write_bytes(files.to_text(rows, separator=separator))
    found = observations(path).with_columns(
        flag=pl.col("flag").replace("suppressed", "missing")  # x says secret, others only missing
    )
    assert found.equals(plain())


def test_a_figure_marked_secret_is_flagged_as_suppressed(tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.csv"
    path.write_bytes(files.to_text(files.statline_rows(missing="x")))
    found = observations(path).filter(pl.col("indicator") == "household_size")
    assert found.filter(pl.col("area") == "BU9991A101")["flag"].to_list() == ["suppressed"]


def test_keys_without_metadata_are_reported(tmp_path: Path) -> None:
    raw = kwb.read(from_keys_alone(tmp_path))[0]
    assert raw.measures["title"].null_count() == raw.measures.height
    assert any("no metadata was given" in note.render("en") for note in raw.notes)
    assert any("geen metagegevens" in note.render("nl") for note in raw.notes)


def test_repeated_names_are_told_apart_by_their_path(tmp_path: Path) -> None:
    raw = kwb.read(from_parquet(tmp_path))[0]
    flats = raw.measures.filter(pl.col("title") == "Appartement")
    assert flats["slug"].n_unique() == 2
    assert set(flats["unit"]) == {"kWh", "m³"}


def test_thousands_in_groups_are_one_number(tmp_path: Path) -> None:
    rows = files.statline_rows()
    rows[1][5] = "2.310"
    path = tmp_path / f"{NAME}.csv"
    path.write_bytes(files.to_text(rows))
    found = observations(path).filter(
        (pl.col("indicator") == "population") & (pl.col("area") == "GM9991")
    )
    assert found["value"].to_list() == [2310]


def test_scientific_notation_of_r_is_a_number(tmp_path: Path) -> None:
    rows = files.r_rows()
    rows[1][6] = "1e+05"
    path = tmp_path / f"{NAME}.csv"
    path.write_bytes(files.to_text(rows, separator=",", bom=False))
    found = observations(path).filter(
        (pl.col("indicator") == "population") & (pl.col("area") == "GM9991")
    )
    assert found["value"].to_list() == [100_000]
