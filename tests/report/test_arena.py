"""The drawing of a chain: nothing overlaps, everything is said, verdicts never by colour alone.

The verdicts are those of the collected chains (tables 1 to 11 of the start document); those of
the last three chains are our own and say so.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from datetime import date
from itertools import combinations, pairwise

import pikepdf
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.svg_checks import assert_fits_strict_policy, words_of
from weefsel.base.errors import InputError
from weefsel.evidence.chain import Arrow, Drawing, check_drawing, drawings
from weefsel.report.arena import arena
from weefsel.report.arena_draw import STYLES
from weefsel.report.arena_layout import LINE, PAD_X, Layout, lay_out
from weefsel.report.arena_page import page
from weefsel.report.arena_text import width, wrap
from weefsel.report.arena_words import (
    VERDICT_WORDS,
    VERDICTS,
    finding,
    over_all,
    state,
    unknown,
)
from weefsel.report.fonts import FOLDER

EACH = [(key, lang) for key in sorted(drawings()) for lang in ("nl", "en")]
S, IN, M, C, P, N = VERDICTS[0], VERDICTS[1], VERDICTS[2], VERDICTS[3], VERDICTS[4], VERDICTS[5]
# Verdict by verdict as in the collected chains, in their order; a payer's row is PRICE. Less
# loneliness → less care is one row there and two arrows here; Triple P and Home-Start stand
# with parenting here; a meeting place has a price for each of two payers.
COLLECTED = {
    "meeting": [IN, M, M, M, IN, P, IN, N, P],
    "library": [S, S, C, IN, M, IN, N, N, P, N],
    "pool": [S, S, S, M, N, P, N, P],
    "social_work": [IN, C, IN, C, C, C, C, IN, N, P],
    "youth_work": [IN, IN, S, S, C, S, IN, C, C, N, N, P],
    "debt_help": [IN, S, N, IN, IN, IN, N, N, P],
    "carers": [S, S, M, C, IN, IN, N, N, N, P],
    "loneliness_groups": [S, S, M, C, M, IN, S, C, N, IN, IN, S, M, P],
    "skills": [IN, N, S, M, M, N, P],
    "social_prescribing": [C, M, IN, IN, N, IN, N, P],
    "housing_first": [S, IN, S, C, C, M, C, P],
}
OURS = {"parenting", "school_social_work", "domestic_violence"}


def laid(key: str, lang: str) -> Layout:
    return lay_out(drawings()[key], lang)


def svg_of(drawing: Drawing, lang: str, *, headed: bool = True) -> ET.Element:
    return ET.fromstring(arena(drawing, lang).svg(headed=headed))


# ---- what is drawn does not touch -------------------------------------------------------


def assert_boxes_apart(layout: Layout) -> None:
    boxes = layout.boxes
    for one, two in combinations(boxes, 2):
        beside = one.x + one.wide <= two.x or two.x + two.wide <= one.x
        above = one.y + one.high <= two.y or two.y + two.high <= one.y
        assert beside or above, f"{one.item.key} touches {two.item.key}"
    for box in boxes:
        assert box.x >= 0
        assert box.x + box.wide <= layout.width
        assert box.y >= 0
        assert box.y + box.high <= layout.height


def assert_lines_in_gaps(layout: Layout) -> None:
    """Check that a line runs between neighbouring columns, or straight where it passes."""
    ends = [start + wide for start, wide in zip(layout.starts, layout.widths, strict=True)]
    gaps = {(round(ends[at], 1), round(start, 1)) for at, start in enumerate(layout.starts[1:])}
    through = {
        (round(start, 1), round(end, 1)) for start, end in zip(layout.starts, ends, strict=True)
    }
    passing = {(box.x, box.middle) for box in layout.boxes if box.item.kind == "pass"}
    for line in layout.strokes:
        span = (round(line.x1, 1), round(line.x2, 1))
        if span in gaps:
            continue
        assert span in through
        assert line.y1 == line.y2
        assert (line.x1, line.y1) in passing


def texts(root: ET.Element) -> list[tuple[float, float, float, float, str]]:
    """Give the box of every line of text: left, top, right, bottom at their widest."""
    found = []
    for element in root.iter():
        if not element.tag.endswith("text"):
            continue
        size = float(element.attrib["font-size"])
        wide = width(element.text or "", size)
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        if element.attrib.get("text-anchor") == "middle":
            x -= wide / 2
        found.append((x, y - 0.75 * size, x + wide, y + 0.22 * size, element.text or ""))
    return found


def assert_words_apart(drawing: Drawing, lang: str) -> None:
    root = svg_of(drawing, lang)
    wide, high = map(float, root.attrib["viewBox"].split()[2:])
    lines = texts(root)
    for one, two in combinations(lines, 2):
        apart = one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]
        assert apart, f"{one[4]!r} lies over {two[4]!r}"
    for left, top, right, bottom, words in lines:
        assert left >= 0, words
        assert top >= 0, words
        assert right <= wide, words
        assert bottom <= high, words


@pytest.mark.parametrize(("key", "lang"), EACH)
def test_no_box_touches_another_and_no_line_crosses_one(key: str, lang: str) -> None:
    layout = laid(key, lang)
    assert_boxes_apart(layout)
    assert_lines_in_gaps(layout)


@pytest.mark.parametrize(("key", "lang"), EACH)
def test_no_words_lie_over_others_or_fall_off_the_drawing(key: str, lang: str) -> None:
    assert_words_apart(drawings()[key], lang)


LONG = "arbeidsongeschiktheidsverzekeringsmaatschappijen"
WORDS = st.lists(
    st.sampled_from(
        ["minder", "zorg", LONG, "Wmo-maatwerkvoorziening", "en", "MMMM", "welzijn%", "niveau 3"]
    ),
    min_size=1,
    max_size=14,
).map(" ".join)
PAYERS = st.lists(
    st.sampled_from(["municipality", "health_insurer", "long_term_care", "uwv", "resident"]),
    unique=True,
    max_size=4,
)


@st.composite
def made_up(draw: st.DrawFn) -> Drawing:
    """Make a chain of up to twenty arrows, in any order that a file may have."""
    arrows: list[Arrow] = []
    for at in range(draw(st.integers(1, 20))):
        verdict = draw(st.sampled_from(VERDICTS))
        earlier = [one.id for one in arrows if one.role != "price"]
        role = {"PRICE": "price", "NONE": "unknown"}.get(verdict, "shown")
        if role == "shown" and verdict == "INDICATIVE" and draw(st.booleans()):
            role = "association"
        after = (
            draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3)) if earlier else []
        )
        start, end = draw(WORDS), draw(WORDS)
        arrows.append(
            Arrow(
                id=f"a{at}",
                from_nl=start,
                from_en=start,
                to_nl=end,
                to_en=end,
                verdict=verdict,
                role=role,
                parameters=() if verdict == "NONE" else ("p",),
                after=tuple(after),
                collects=tuple(draw(PAYERS)),
            )
        )
    drawing = Drawing(
        id="made_up",
        dated=date(2026, 1, 1),
        name_nl=draw(WORDS),
        name_en="made up",
        investor=("municipality", "school"),
        activity_nl=draw(WORDS),
        activity_en="a",
        group_nl=draw(WORDS),
        group_en="g",
        arrow=tuple(arrows),
    )
    check_drawing(drawing, "made_up")
    return drawing


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made_up())
def test_any_chain_is_drawn_without_anything_touching(drawing: Drawing) -> None:
    layout = lay_out(drawing, "nl")
    assert_boxes_apart(layout)
    assert_lines_in_gaps(layout)
    assert_words_apart(drawing, "nl")
    numbers = sorted(box.item.number for box in layout.boxes if box.item.arrow is not None)
    assert numbers == list(range(1, len(drawing.arrow) + 1))
    for box in layout.boxes:
        if box.item.kind in ("part", "effect", "loose", "payer", "price"):
            assert "".join(box.lines).replace("-", "").replace(" ", "") == box.item.text.replace(
                "-", ""
            ).replace(" ", "")


@given(st.text(alphabet="abcmWé -/3", max_size=60), st.floats(60, 300))
def test_lines_are_never_wider_than_their_room_and_keep_every_letter(
    words: str, room: float
) -> None:
    lines = wrap(words, 17, room)
    assert all(width(line, 17) <= room for line in lines)
    assert re.sub(r"[- ]", "", "".join(lines)) == re.sub(r"[- ]", "", words)


def test_no_letter_of_our_font_is_wider_than_it_is_thought_to_be() -> None:
    tools = pytest.importorskip("fontTools.ttLib")
    font = tools.TTFont(FOLDER / "AtkinsonHyperlegibleNext-Bold.ttf")
    per_em = font["head"].unitsPerEm
    for code, name in font.getBestCmap().items():
        assert font["hmtx"][name][0] / per_em <= width(chr(code), 1) + 1e-9, chr(code)


@pytest.mark.parametrize(("key", "lang"), EACH)
def test_the_words_of_a_box_are_read_from_two_metres_and_fit_in_it(key: str, lang: str) -> None:
    layout = laid(key, lang)
    for box in layout.boxes:
        if box.item.kind in ("part", "effect", "loose", "payer"):
            assert len(box.lines) * LINE <= box.high
            assert all(width(line, 17) <= box.wide - 2 * PAD_X + 0.1 for line in box.lines)
    # On a screen two metres wide, letters of 17 in 1600 are over two centimetres tall.
    assert layout.width <= 1600


# ---- what is said -----------------------------------------------------------------------


@pytest.mark.parametrize(("key", "lang"), EACH)
def test_the_drawing_says_its_finding_and_every_arrow(key: str, lang: str) -> None:
    drawing = drawings()[key]
    drawn = arena(drawing, lang)
    root = assert_fits_strict_policy(drawn.svg())
    assert root.attrib["role"] == "img"
    named = {element.attrib["id"]: element.text for element in root if "id" in element.attrib}
    assert named[root.attrib["aria-labelledby"]] == finding(drawing).render(lang)
    described = named[root.attrib["aria-describedby"]]
    assert described is not None
    for number, arrow in enumerate(drawing.arrow, 1):
        words = VERDICT_WORDS[arrow.verdict].render(lang)
        assert f"{number}. {arrow.name.render(lang)}: {words}" in described
    seen = words_of(root)
    for verdict in {arrow.verdict for arrow in drawing.arrow}:
        assert VERDICT_WORDS[verdict].render(lang).split()[-1] in seen
    table = drawn.table
    assert table["number"].to_list() == list(range(1, len(drawing.arrow) + 1))
    assert table["verdict"].to_list() == [
        VERDICT_WORDS[arrow.verdict].render(lang) for arrow in drawing.arrow
    ]


def test_a_verdict_has_its_own_line_beside_its_colour() -> None:
    lines = {key: (thick, dash) for key, (_, thick, dash) in STYLES.items() if key in VERDICTS}
    assert len(set(lines.values())) == len(lines)
    assert lines["NONE"][1]
    assert not lines["SUPPORTED"][1]


@pytest.mark.parametrize("key", sorted(drawings()))
def test_an_arrow_without_evidence_is_dashed_asks_and_names_nobody_sure(key: str) -> None:
    drawing = drawings()[key]
    svg = arena(drawing, "nl").svg()
    dashes = f'stroke-dasharray="{STYLES["NONE"][2]}"'
    assert (dashes in svg) == bool(unknown(drawing))
    assert (">?</text>" in svg) == bool(unknown(drawing))
    assert drawing.conditional == bool(unknown(drawing))


def test_an_association_says_so_at_its_label() -> None:
    svg = arena(drawings()["meeting"], "nl").svg()
    assert "samenhang, geen besparing" in re.sub(r"</text><text[^>]*>", " ", svg)
    assert "samenhang, geen" not in arena(drawings()["pool"], "nl").svg()


def test_the_same_chain_gives_the_same_drawing() -> None:
    key = "loneliness_groups"
    first = arena(drawings()[key], "nl")
    again = first.drawing.model_copy(deep=True)
    assert lay_out(again, "nl").boxes == lay_out(first.drawing, "nl").boxes
    assert first.svg() == arena(again, "nl").svg()
    assert first.png(1.0).startswith(b"\x89PNG")


def test_numbers_stand_in_order_where_no_line_would_cross() -> None:
    boxes = [box for box in laid("social_work", "nl").boxes if box.item.kind == "label"]
    numbers = [box.item.number for box in sorted(boxes, key=lambda one: one.y)]
    assert numbers == sorted(numbers)


def test_the_finding_follows_from_the_arrows_and_flips() -> None:
    pool = drawings()["pool"]
    assert "2 van de 6 stappen" in finding(pool).render("nl")
    assert state(pool).render("nl") == "voorwaardelijk: hangt af van 2 onbekenden"
    one = pool.model_copy(
        update={"arrow": tuple(a for a in pool.arrow if a.id not in ("closing",))}
    )
    assert "dat ‘zwembad’ leidt tot ‘minder Wmo of zorg’" in finding(one).render("nl")
    assert state(one).render("nl") == "voorwaardelijk: hangt af van één onbekende"
    none = pool.model_copy(update={"arrow": tuple(a for a in pool.arrow if a.verdict != "NONE")})
    assert "elke stap is onderzocht" in finding(none).render("nl")
    assert "3 supported" not in finding(none).render("en")
    assert "of 4 steps 3 are supported" in finding(none).render("en")
    assert state(none).render("en") == "not conditional: every step was studied"


def test_the_heading_of_all_chains_counts_and_flips() -> None:
    held = list(drawings().values())
    said = over_all(held).render("nl")
    conditional = [one for one in held if one.conditional]
    assert f"In {len(conditional)} van de {len(held)} ketens" in said
    assert over_all(conditional).render("en") == (
        "In every chain at least one arrow has no evidence"
    )
    firm = [one for one in held if not one.conditional]
    assert firm
    assert over_all(firm).render("en") == "In every chain each arrow was studied"


# ---- what the chains say ----------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(COLLECTED))
def test_each_collected_verdict_is_on_its_arrow(key: str) -> None:
    drawing = drawings()[key]
    assert [arrow.verdict for arrow in drawing.arrow] == COLLECTED[key]
    assert not any(arrow.ours for arrow in drawing.arrow)


def test_verdicts_of_our_own_are_marked_and_no_others() -> None:
    assert set(COLLECTED) | OURS == set(drawings())
    for key in OURS:
        for arrow in drawings()[key].arrow:
            collected = arrow.verdict == "PRICE" or arrow.id in ("triple_p", "home_start")
            assert arrow.ours != collected, (key, arrow.id)
    parenting = drawings()["parenting"]
    assert parenting.find("triple_p").verdict == "CONTRADICTED"
    assert parenting.find("home_start").verdict == "MIXED"


def test_no_id_of_a_parameter_stands_in_words_for_people() -> None:
    for drawing in drawings().values():
        for arrow in drawing.arrow:
            said = f"{arrow.name.nl} {arrow.name.en} {arrow.remark_nl} {arrow.remark_en}"
            assert not re.search(r"[a-z]_[a-z]", said), (drawing.id, arrow.id)


def test_nobody_collects_an_association() -> None:
    for drawing in drawings().values():
        for arrow in drawing.arrow:
            assert arrow.role != "association" or not arrow.collects


def test_an_arrow_cannot_continue_what_comes_later_or_what_a_price_ended() -> None:
    pool = drawings()["pool"]
    for before in ("price", "nowhere"):
        first, *rest = pool.arrow
        wrong = pool.model_copy(
            update={"arrow": (first.model_copy(update={"after": (before,)}), *rest)}
        )
        with pytest.raises(InputError, match=r"pool\.toml.*free_visits"):
            check_drawing(wrong, "pool.toml")


# ---- on paper ---------------------------------------------------------------------------


def on_paper(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    assert pages[0].mediabox.width > pages[0].mediabox.height
    return re.sub(r"\s+", " ", pages[0].extract_text())


@pytest.mark.parametrize(("key", "lang"), EACH)
def test_a_chain_prints_on_one_page_that_says_every_number_and_its_state(
    key: str, lang: str
) -> None:
    drawing = drawings()[key]
    content = page(drawing, lang)
    said = on_paper(content)
    assert finding(drawing).render(lang) in said
    assert state(drawing).render(lang) in said
    if drawing.conditional:
        assert ("voorwaardelijk" if lang == "nl" else "conditional") in said
        assert VERDICT_WORDS["NONE"].render(lang) in said
    for number in range(1, len(drawing.arrow) + 1):
        assert re.search(rf"(?<!\d){number}(?!\d)", said), number
    pdf = pikepdf.open(io.BytesIO(content))
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == finding(drawing).render(lang)
    assert arena(drawing, lang).description[:60] in alternatives(pdf)


def alternatives(pdf: pikepdf.Pdf) -> str:
    """Give the alternative texts of all pictures of a document."""
    found: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/Alt" in node:
                found.append(str(node.Alt))
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return " ".join(found)


def test_the_longest_chain_still_fits_one_page() -> None:
    many = drawings()["loneliness_groups"]
    twice = many.model_copy(
        update={
            "arrow": tuple(
                arrow.model_copy(
                    update={
                        "id": f"{arrow.id}_{turn}",
                        "after": tuple(f"{one}_{turn}" for one in arrow.after),
                        "from_nl": f"{arrow.from_nl} {turn}",
                    }
                )
                for turn in (1, 2)
                for arrow in many.arrow
            )
        }
    )
    on_paper(page(twice, "nl"))


def test_the_page_reads_no_clock() -> None:
    one = drawings()["pool"]
    assert page(one, "nl") == page(one, "nl")


def test_columns_are_in_the_order_of_the_effectenarena() -> None:
    layout = laid("meeting", "nl")
    places = {kind: [box.x for box in layout.boxes if box.item.kind == kind] for kind in (
        "part", "effect", "price", "payer"
    )}  # fmt: skip
    order = [max(places["part"]), min(places["effect"]), max(places["effect"])]
    order += [min(places["price"]), min(places["payer"])]
    assert all(one <= two for one, two in pairwise(order))
