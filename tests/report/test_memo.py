from __future__ import annotations

import io
import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdf
import pytest

from report.conftest import example_recipe
from weefsel.base.errors import InputError
from weefsel.evidence.parameter import parameters
from weefsel.report.memo import memo, write
from weefsel.weigh.choice import Choice
from weefsel.weigh.model import ChoiceResult
from weefsel.weigh.run import weigh

DAY = date(2026, 11, 22)
AREA = "Weverdam"


def words(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Give every element of the structure tree, in reading order."""
    found: list[pikepdf.Dictionary] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in elements(pdf)]


@pytest.fixture(scope="module")
def dutch(result: ChoiceResult) -> bytes:
    return memo(result, "nl", area_name=AREA, dated=DAY, recipe_name="de-schakel.toml")


@pytest.fixture(scope="module")
def english(result: ChoiceResult) -> bytes:
    return memo(result, "en", area_name=AREA, dated=DAY, recipe_name="de-schakel.toml")


def test_the_memo_declares_itself_a_tagged_document_for_everyone(dutch: bytes) -> None:
    pdf = pikepdf.open(io.BytesIO(dutch))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_finding_is_the_title_of_the_document(
    lang: str, result: ChoiceResult, dutch: bytes, english: bytes
) -> None:
    content = dutch if lang == "nl" else english
    title = result.title.render(lang)
    pdf = pikepdf.open(io.BytesIO(content))
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == title
    assert str(pdf.Root.Lang) == lang
    assert re.sub(r"\s+", " ", title) in words(content)


def test_headings_tables_and_lists_are_tagged_in_order(dutch: bytes) -> None:
    pdf = pikepdf.open(io.BytesIO(dutch))
    found = kinds(pdf)
    headings = [kind for kind in found if re.fullmatch(r"/H\d", kind)]
    assert headings[0] == "/H1"
    assert headings.count("/H1") == 1
    assert set(headings[1:]) == {"/H2"}
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/P"} <= set(found)


def test_every_table_head_says_what_it_heads(dutch: bytes) -> None:
    pdf = pikepdf.open(io.BytesIO(dutch))
    heads = [one for one in elements(pdf) if str(one.S) == "/TH"]
    assert heads
    for head in heads:
        assert "Scope" in str(head.get("/A", ""))


def test_every_picture_has_its_sentence_as_alternative_text(dutch: bytes) -> None:
    pdf = pikepdf.open(io.BytesIO(dutch))
    figures = [one for one in elements(pdf) if str(one.S) == "/Figure"]
    assert len(figures) == 2
    said = [str(figure.Alt) for figure in figures]
    assert said[0].startswith("Saldo voor de gemeente")
    assert "omslaat" in said[1] or "slaat om" in said[1]


def test_our_own_font_is_inside_and_no_other(dutch: bytes) -> None:
    names = set()
    pdf = pikepdf.open(io.BytesIO(dutch))
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            names.add(str(font.BaseFont))
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
    assert names
    assert all("Atkinson" in name for name in names)


def test_the_memo_has_two_to_four_pages_with_their_numbers(dutch: bytes) -> None:
    pages = pypdf.PdfReader(io.BytesIO(dutch)).pages
    assert 2 <= len(pages) <= 4
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page.extract_text()


def test_the_turning_value_and_its_range_are_said(dutch: bytes, result: ChoiceResult) -> None:
    turning = result.option("close").unknowns[0].turning
    said = words(dutch)
    assert turning.render("nl").replace("\N{NO-BREAK SPACE}", " ") in said
    assert turning.range_words("nl") in said


def test_what_belongs_in_a_memo_is_there(dutch: bytes) -> None:
    said = words(dutch)
    for part in (
        "Vraag.",
        "Omslagpunt",
        "Wie betaalt, wie spaart",
        "Samenhang, geen besparing",
        "Niet in euro geteld (p.m.)",
        "Aannames, met bron",
        "Narekenen",
        "22 november 2026",
        "gemeente Weverdam",
        "hangt af van één onbekende",
    ):
        assert part in said


def test_every_assumption_stands_in_the_memo_with_its_value(
    dutch: bytes, result: ChoiceResult
) -> None:
    said = words(dutch).replace(" ", "")
    for row in result.assumptions:
        assert row.name.render("nl").replace(" ", "") in said
        if row.figure.value is not None:
            assert row.figure.number("nl") in said


def test_a_conditional_balance_carries_no_chance_and_no_word_of_certainty(dutch: bytes) -> None:
    said = words(dutch)
    for word in ("zeker voordelig", "zeker nadelig", "vermoedelijk", "kans dat", "kans van"):
        assert word not in said


def test_an_example_says_on_every_page_that_its_figures_are_invented(dutch: bytes) -> None:
    for page in pypdf.PdfReader(io.BytesIO(dutch)).pages:
        assert "Voorbeeld: alle cijfers zijn verzonnen" in page.extract_text()


def test_a_real_municipality_is_not_called_an_example(result: ChoiceResult) -> None:
    recipe = example_recipe()
    options = tuple(
        option.model_copy(
            update={
                "act": tuple(
                    act.model_copy(update={"areas": ("BU01640101",)}) for act in option.act
                )
            }
        )
        for option in recipe.option
    )
    real = recipe.model_copy(update={"fictitious": False, "area": "GM0164", "option": options})
    made = words(memo(weigh(real), "nl", area_name="Hengelo", dated=DAY))
    assert "alle cijfers zijn verzonnen" not in made
    assert "gemeente Hengelo" in made


def test_the_recipe_travels_inside_and_gives_the_same_choice(
    dutch: bytes, result: ChoiceResult
) -> None:
    content = pypdf.PdfReader(io.BytesIO(dutch)).attachments["de-schakel.toml"][0]
    assert tomllib.loads(content.decode())["schema"] == "weefsel.choice/1"
    assert Choice.read(content, "de-schakel.toml") == result.recipe


def test_the_same_choice_gives_the_same_bytes(dutch: bytes) -> None:
    again = weigh(example_recipe())
    assert memo(again, "nl", area_name=AREA, dated=DAY, recipe_name="de-schakel.toml") == dutch


def test_the_english_memo_holds_no_dutch_of_ours(english: bytes) -> None:
    said = words(english)
    assert "Who pays, who saves" in said
    assert "22 November 2026" in said
    for word in ("Omslagpunt", "Aannames", "begeleiding vragen", "Bandbreedte"):
        assert word not in said


HOSTILE = (
    '#pagebreak() $x^2$ @ref *vet* _schuin_ <label> "q" \\ `raw` // weg 🙂 漢 \u202e ëş Ж ن #'
)


def hostile_recipe() -> Choice:
    recipe = example_recipe()
    long = "Buurthuis De Lange Naam " * 7
    zero, close, extend = recipe.option
    act = close.act[0]
    assert act.cost_eur_per_year is not None
    cost = act.cost_eur_per_year.model_copy(update={"source": HOSTILE * 4})
    close = close.model_copy(
        update={
            "title": ("🙂 " + HOSTILE[:70] + long)[:190],
            "act": (act.model_copy(update={"name": HOSTILE, "cost_eur_per_year": cost}),),
        }
    )
    return recipe.model_copy(
        update={"title": HOSTILE, "question": HOSTILE * 10, "option": (zero, close, extend)}
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_nothing_a_user_writes_can_break_or_change_the_memo(lang: str) -> None:
    result = weigh(hostile_recipe())
    content = memo(result, lang, area_name=HOSTILE, dated=DAY)
    said = words(content)
    assert "#pagebreak() $x^2$ @ref *vet* _schuin_ <label>" in said
    assert "[slightly smiling face]" in said
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) <= 6
    attached = pypdf.PdfReader(io.BytesIO(content)).attachments["keuze.toml"][0]
    assert Choice.read(attached, "keuze.toml") == result.recipe


def test_missing_evidence_stands_as_pm_and_never_as_zero(result: ChoiceResult) -> None:
    without = {key: one for key, one in parameters().items() if key != "uc_begl_hr"}
    made = weigh(example_recipe(), parameters=without)
    content = memo(made, "nl", area_name=AREA, dated=DAY)
    said = words(content)
    assert "p.m.: niet te berekenen" in said
    assert re.sub(r"\s+", " ", made.title.render("nl")) in said


def test_without_a_date_no_date_is_printed_and_no_clock_is_read(result: ChoiceResult) -> None:
    undated = memo(result, "nl", area_name=AREA)
    assert "november" not in words(undated)
    assert undated == memo(result, "nl", area_name=AREA)


def test_a_date_that_is_no_date_is_refused(result: ChoiceResult) -> None:
    recipe = result.recipe.model_copy(update={"dated": "22-11-2026"})
    with pytest.raises(InputError, match="not a date"):
        memo(replace(result, recipe=recipe), "nl")


@pytest.mark.parametrize("name", ["../keuze.toml", "", "a b.toml", "x" * 200])
def test_a_recipe_name_that_could_lead_elsewhere_is_refused(
    name: str, result: ChoiceResult
) -> None:
    with pytest.raises(InputError, match="name of the recipe"):
        memo(result, "nl", recipe_name=name)


def test_a_memo_is_written_whole_or_not_at_all(tmp_path: Path, result: ChoiceResult) -> None:
    target = write(result, "nl", tmp_path / "nota.pdf", area_name=AREA, dated=DAY)
    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["nota.pdf"]
    with pytest.raises(InputError, match="folder for this file does not exist"):
        write(result, "nl", tmp_path / "nergens" / "nota.pdf")
