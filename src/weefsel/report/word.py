"""The parts of a report as a Word document that a screen reader can follow (DOCX).

Headings are real styles, tables have header rows that repeat, pictures carry their sentence
as alternative text, the language is set. No clock is read: the same parts give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from weefsel.report.memo_parts import Part

FONT = "Arial"  # on every machine that has Word; ours cannot travel in the file
INK, QUIET, GOLD, LINE = "17303B", "4A606A", "B98A1D", "DDD5C7"
WIDTH_CM = 17.0  # of the text on A4 between our margins
LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
NORMAL_PT, SMALL_PT, TITLE_PT, HEADING_PT = 10.5, 9, 20, 13
MARGIN_CM = 2.0


@dataclass(frozen=True)
class Frame:
    """What stands around the parts: title, the line above it, header, footer, language."""

    lang: str
    title: str
    kicker: str
    header: str  # "concept", that figures are invented; empty for nothing
    foot: str
    author: str
    subject: str


def word(frame: Frame, parts: Sequence[Part], dated: date) -> bytes:
    """Write parts as a Word document. ``dated`` is the only clock."""
    made = docx.Document()
    _page(made, frame)
    _styles(made, frame.lang)
    _about(made, frame, dated)
    _paragraph(made, frame.kicker, "Subtitle")
    made.add_heading(frame.title, level=1)
    for part in parts:
        _WRITE[part["kind"]](made, part)
    held = io.BytesIO()
    made.save(held)
    return _same_each_time(held.getvalue(), dated)


def _page(made: Document, frame: Frame) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
    if frame.header:
        head = section.header.paragraphs[0]
        head.text, head.alignment = frame.header, WD_ALIGN_PARAGRAPH.RIGHT
    foot = section.footer.paragraphs[0]
    foot.text = f"{frame.foot} \N{MIDDLE DOT} "
    _field(foot, "PAGE")


def _field(paragraph: Paragraph, name: str) -> None:
    """Put a field that Word fills in itself, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _styles(made: Document, lang: str) -> None:
    """Give all text our font, colour and language, through the styles themselves."""
    for name, size, bold in (
        ("Normal", NORMAL_PT, False),
        ("Subtitle", SMALL_PT, False),
        ("Heading 1", TITLE_PT, True),
        ("Heading 2", HEADING_PT, True),
        ("Quote", NORMAL_PT, False),
        ("Caption", SMALL_PT, False),
        ("List Bullet", NORMAL_PT, False),
        ("Header", SMALL_PT, False),
        ("Footer", SMALL_PT, False),
    ):
        style: Any = made.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        style.font.italic = False
        style.font.color.rgb = RGBColor.from_string(INK)
        _fonts(style.element.get_or_add_rPr())
        _language(style.element.get_or_add_rPr(), lang)
    quote: Any = made.styles["Quote"]
    quote.paragraph_format.left_indent = Cm(0.6)
    _edge(quote.element.get_or_add_pPr())
    defaults = made.styles.element.find(qn("w:docDefaults"))
    if defaults is not None:
        found = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
        if found is not None:
            _language(found, lang)


def _fonts(properties: Any) -> None:
    fonts = properties.find(qn("w:rFonts"))
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme wins else
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _language(properties: Any, lang: str) -> None:
    found = properties.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        properties.append(found)
    found.set(qn("w:val"), LANGUAGES[lang])


def _edge(properties: Any) -> None:
    """Draw a line at the left of somebody's words."""
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", GOLD)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    properties.insert_element_before(
        borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def _about(made: Document, frame: Frame, dated: date) -> None:
    moment = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    about = made.core_properties
    about.title, about.author, about.subject = frame.title, frame.author, frame.subject
    about.language, about.comments = LANGUAGES[frame.lang], ""
    about.created = about.modified = moment
    about.last_modified_by = frame.author


def _paragraph(made: Document, words: str, style: str = "Normal") -> Paragraph:
    return made.add_paragraph(words, style=style)


def _heading(made: Document, part: Part) -> None:
    made.add_heading(part["words"], level=2)


def _text(made: Document, part: Part) -> None:
    one = _paragraph(made, "")
    if part["lead"]:
        one.add_run(f"{part['lead']} ").bold = True
    run = one.add_run(part["words"])
    if part["mute"]:
        _quiet(run)


def _quiet(run: Any) -> None:
    run.font.size, run.font.color.rgb = Pt(SMALL_PT), RGBColor.from_string(QUIET)


def _quote(made: Document, part: Part) -> None:
    one = _paragraph(made, part["words"], "Quote")
    one.add_run().add_break()
    _quiet(one.add_run(part["below"]))


def _list(made: Document, part: Part) -> None:
    for item in part["items"]:
        one = _paragraph(made, "", "List Bullet")
        if item["lead"]:
            one.add_run(f"{item['lead']} ").bold = True
        one.add_run(item["words"])


def _figure(made: Document, part: Part) -> None:
    one = made.add_paragraph()
    one.paragraph_format.keep_with_next = True
    shape = one.add_run().add_picture(
        io.BytesIO(part["drawn"].png()), width=Cm(WIDTH_CM * part.get("width", 1))
    )
    about = shape._inline.docPr
    about.set("descr", part["alt"])
    about.set("title", part["caption"][:80])
    _paragraph(made, part["caption"], "Caption")


def _table(made: Document, part: Part) -> None:
    columns = len(part["header"])
    table = made.add_table(rows=0, cols=columns, style="Table Grid")
    table.autofit = False
    _quiet_lines(table)
    widths = _widths(part["widths"])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head = table.add_row()
    for place, words in enumerate(part["header"]):
        _cell(head.cells[place], words, strong=True, right=part["right"][place])
    _as_header(head)
    for row in part["rows"]:
        made_row = table.add_row()
        _whole(made_row)
        if len(row) == 1:
            joined = made_row.cells[0].merge(made_row.cells[-1])
            _cell(joined, row[0]["words"], strong=True, right=False)
            continue
        for place, one in enumerate(row):
            target = made_row.cells[place]
            _cell(target, one["words"], strong=one["strong"], right=part["right"][place])
            for more in (one["tag"], one["below"]):
                if more:
                    below = target.add_paragraph()
                    _quiet(below.add_run(more))
                    _close(below, right=part["right"][place])
    for row in table.rows:
        for place, width in enumerate(widths):
            row.cells[place].width = width
    made.add_paragraph()


def _widths(shares: Sequence[float]) -> list[Cm]:
    whole = sum(shares) or 1
    return [Cm(WIDTH_CM * share / whole) for share in shares]


def _cell(target: Any, words: str, *, strong: bool, right: bool) -> None:
    one = target.paragraphs[0]
    run = one.add_run(words)
    run.bold, run.font.size = strong, Pt(SMALL_PT)
    _close(one, right=right)


def _close(paragraph: Paragraph, *, right: bool) -> None:
    """Set the lines of a cell close to each other, numbers at the right."""
    paragraph.paragraph_format.space_after = Pt(0)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _quiet_lines(table: Any) -> None:
    """Draw light lines between rows only: the words are what matters."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        upright = side in ("left", "right", "insideV")
        line.set(qn("w:val"), "nil" if upright else "single")
        if not upright:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), LINE)
        borders.append(line)
    # Word wants the properties of a table in one order.
    table._tbl.tblPr.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )


def _as_header(row: Any) -> None:
    """Say that a row is the header: screen readers name it, Word repeats it on each page."""
    properties = row._tr.get_or_add_trPr()
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    properties.append(header)
    _whole(row)


def _whole(row: Any) -> None:
    """Keep a row on one page."""
    properties = row._tr.get_or_add_trPr()
    properties.insert(0, OxmlElement("w:cantSplit"))


_WRITE = {
    "heading": _heading,
    "text": _text,
    "quote": _quote,
    "list": _list,
    "figure": _figure,
    "table": _table,
}


def _same_each_time(content: bytes, dated: date) -> bytes:
    """Pack the same files with the date of the document instead of the clock."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in sorted(read.namelist()):
            about = zipfile.ZipInfo(name, (dated.year, dated.month, dated.day, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(about, read.read(name))
    return held.getvalue()
