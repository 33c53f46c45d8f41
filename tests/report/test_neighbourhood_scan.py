"""The report of a neighbourhood scan: a tagged PDF and a Word document of the same parts."""

from __future__ import annotations

import io
import tomllib
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pypdf
import pytest
from docx.oxml.ns import qn
from PIL import Image
from shapely import box

from report.test_memo import kinds, words
from scan.small_country import MUNICIPALITY, catalogue, code, observations, scanned
from weefsel.atlas.indicator import catalogue as shipped_catalogue
from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.report import neighbourhood_scan
from weefsel.report.neighbourhood_scan_content import Beside, Told, contents
from weefsel.report.neighbourhood_scan_map import area_map
from weefsel.scan.area_scan import AreaScan, area_scan
from weefsel.scan.interpretation import Interpretation, Recognised, Session
from weefsel.scan.recipe import ScanRecipe

DAY = date(2026, 11, 22)
AREA = code(1)
SEZ = (
    "social_assistance_share_15_64", "disability_benefit_share_15_64",
    "unemployment_benefit_share_15_64", "low_income_households_share", "good_health_18plus",
)  # fmt: skip
VALUES: dict[str, list[float | None]] = {
    **{one: [3.0, 19.0, 6.0, 7.0, 8.0] for one in SEZ[:4]},
    "good_health_18plus": [80.0, 60.0, 70.0, 71.0, 72.0],
    "lonely_18plus": [30.0, 60.0, 45.0, 44.0, None],
}
STORY = Interpretation(
    figure="lonely_18plus", year=2022, recognised=Recognised.PARTLY,
    why="Wie hier kookt voor de buren is niet alleen.", role=text("social worker"),
    house="Welzijn Hier", on=date(2026, 5, 1),
)  # fmt: skip
CONCEPT = Told(title="Een titel van mensen", conclusion="Eerst praten.\n\nDan besluiten.")
PUBLISHED = replace(
    CONCEPT, published=True, on=date(2026, 6, 1), role=text("policy adviser"),
    house="Gemeente Hier", strains=("lonely_18plus",), stories=(STORY,),
    sessions=(Session(date(2026, 5, 2), True, Recognised.YES),),
)  # fmt: skip


@pytest.fixture(scope="module")
def scan() -> AreaScan:
    shipped = shipped_catalogue()
    known = catalogue(*[shipped[name] for name in VALUES])
    result = scanned(observations(VALUES), ScanRecipe(area=MUNICIPALITY), known=known)
    return area_scan(result, AREA)


@pytest.fixture(scope="module")
def beside(scan: AreaScan) -> Beside:
    squares = {code(n): box(5 + n / 100, 52, 5.01 + n / 100, 52.01) for n in range(5)}
    drawn = area_map(scan.result, AREA, squares, "nl")
    assert drawn is not None
    return Beside(picture=drawn[0], caption=drawn[1])


@pytest.fixture(scope="module")
def paper(scan: AreaScan, beside: Beside) -> bytes:
    return neighbourhood_scan.pdf(scan, "nl", told=PUBLISHED, beside=beside, dated=DAY)


@pytest.fixture(scope="module")
def typed(scan: AreaScan, beside: Beside) -> bytes:
    return neighbourhood_scan.docx(scan, "nl", told=PUBLISHED, beside=beside, dated=DAY)


def test_the_pdf_is_tagged_with_headings_tables_pictures_and_its_language(paper: bytes) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        there = kinds(pdf)
        assert there.count("/H1") == 1
        assert there.count("/H2") >= 12
        assert {"/Table", "/TH", "/Figure", "/L"} <= set(there)
        assert str(pdf.Root.Lang) == "nl"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        fonts = [
            font
            for page in pdf.pages
            for font in page.Resources.get("/Font", pikepdf.Dictionary()).values()
        ]
        assert fonts
        for font in fonts:
            inside = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            assert any(key.startswith("/FontFile") for key in inside.FontDescriptor)


def test_it_says_the_finding_the_story_by_role_and_house_and_the_twelve_blocks(
    paper: bytes, scan: AreaScan
) -> None:
    said = words(paper)
    for wanted in (
        PUBLISHED.title, "Eerst praten.", STORY.why, "Welzijn Hier", "sociaal werker",
        "gepubliceerd, nog niet definitief", "zo leest Weefsel zelf", "met bewoners",
    ):  # fmt: skip
        assert wanted in said, wanted
    for block in scan.blocks.blocks:
        assert f"{block.block.number}. {block.block.name_nl}" in said
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        recipe = pdf.attachments["wijkscan.toml"].get_file().read_bytes()
    assert tomllib.loads(recipe.decode())["area"] == MUNICIPALITY


def test_what_is_not_published_is_called_a_concept_and_strangers_read_a_neutral_title(
    scan: AreaScan,
) -> None:
    inside = words(neighbourhood_scan.pdf(scan, "nl", told=CONCEPT, dated=DAY))
    assert "CONCEPT" in inside  # across the page
    assert "concept" in inside
    public = words(neighbourhood_scan.pdf(scan, "nl", dated=DAY))
    assert "nog niet besproken" in public
    assert CONCEPT.title not in public


def test_the_word_document_has_real_headings_header_rows_a_language_and_named_pictures(
    typed: bytes, scan: AreaScan
) -> None:
    made = docx.Document(io.BytesIO(typed))
    headings = [one for one in made.paragraphs if one.style.name.startswith("Heading")]
    assert [one.style.name for one in headings].count("Heading 1") == 1
    assert headings[0].text == PUBLISHED.title
    assert [one.style.name for one in headings[1:]] == ["Heading 2"] * (len(headings) - 1)
    names = [one.text for one in headings]
    for block in scan.blocks.blocks:
        assert f"{block.block.number}. {block.block.name_nl}" in names
    assert made.tables
    for table in made.tables:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert all(cell.text for cell in table.rows[0].cells)
        # The order that the schema of WordprocessingML asks (ECMA-376, CT_TblPr).
        order = [one.tag for one in table._tbl.tblPr]
        wanted = [qn(f"w:{one}") for one in ("tblStyle", "tblW", "tblBorders", "tblLayout")]
        assert [one for one in order if one in wanted] == wanted
        assert order[-1] == qn("w:tblLook")
    pictures = made.element.body.findall(f".//{qn('wp:docPr')}")
    assert len(pictures) == len(made.inline_shapes) >= 2
    assert all(len(one.get("descr", "")) > 20 for one in pictures)
    assert made.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "nl-NL"
    assert made.core_properties.language == "nl-NL"
    assert made.core_properties.title == PUBLISHED.title
    quoted = [one.text for one in made.paragraphs if one.style.name == "Quote"]
    assert len(quoted) == 1
    assert STORY.why in quoted[0]
    assert "Gepubliceerd" in made.sections[0].header.paragraphs[0].text
    with zipfile.ZipFile(io.BytesIO(typed)) as inside:
        for name in inside.namelist():
            if name.endswith(".png"):
                assert Image.open(io.BytesIO(inside.read(name))).width > 300


def test_paper_and_word_say_the_same_parts_in_both_languages(
    scan: AreaScan, beside: Beside
) -> None:
    for lang in ("nl", "en"):
        parts = contents(scan, PUBLISHED, beside, lang)
        titles = [part["words"] for part in parts if part["kind"] == "heading"]
        made = docx.Document(
            io.BytesIO(
                neighbourhood_scan.docx(scan, lang, told=PUBLISHED, beside=beside, dated=DAY)
            )
        )
        typed = [one.text for one in made.paragraphs if one.style.name == "Heading 2"]
        assert typed == titles
        said = words(neighbourhood_scan.pdf(scan, lang, told=PUBLISHED, dated=DAY))
        assert [title for title in typed if title not in said] == [titles[1]]  # of the map
    assert titles[:2] == ["Four conditions for social quality", "In the municipality"]


def test_the_same_input_gives_the_same_bytes(scan: AreaScan, paper: bytes, typed: bytes) -> None:
    squares = {code(n): box(5 + n / 100, 52, 5.01 + n / 100, 52.01) for n in range(5)}
    drawn = area_map(scan.result, AREA, squares, "nl")
    assert drawn is not None
    again = Beside(picture=drawn[0], caption=drawn[1])
    assert neighbourhood_scan.pdf(scan, "nl", told=PUBLISHED, beside=again, dated=DAY) == paper
    assert neighbourhood_scan.docx(scan, "nl", told=PUBLISHED, beside=again, dated=DAY) == typed


def test_a_file_is_written_by_its_ending_and_another_ending_is_refused(
    scan: AreaScan, tmp_path: Path
) -> None:
    made = neighbourhood_scan.write(scan, "en", tmp_path / "scan.pdf", dated=DAY)
    assert pypdf.PdfReader(made).metadata.title.startswith("Neighbourhood scan of")
    with pytest.raises(InputError, match=r"\.docx"):
        neighbourhood_scan.write(scan, "en", tmp_path / "scan.odt", dated=DAY)
    with pytest.raises(InputError, match="folder"):
        neighbourhood_scan.write(scan, "en", tmp_path / "niet" / "scan.pdf", dated=DAY)
