"""From a sheet with one row an area to measures and values: shared by all series."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from weefsel.base.errors import InputError
from weefsel.base.figure import Flag
from weefsel.base.language import Text, plural, text
from weefsel.sources.codes import KINDS, SHAPE, clean, level
from weefsel.sources.content import Sheet
from weefsel.sources.figures import Parsed, parse
from weefsel.sources.metadata import Metadata
from weefsel.sources.model import MEASURE_COLUMNS, VALUE_COLUMNS
from weefsel.sources.names import Header, slug, take_apart
from weefsel.sources.roles import role_of

_SHOWN = 5  # names in a message: enough to recognise the file, short enough to read


@dataclass(frozen=True)
class Layout:
    """Which column of a sheet says what; figures are all the others."""

    headers: tuple[Header, ...]
    roles: dict[str, int]
    figures: tuple[int, ...]

    def has(self, role: str) -> bool:
        """Tell whether the sheet has a column with this role."""
        return role in self.roles


def lay_out(sheet: Sheet, metadata: Metadata) -> Layout:
    """Tell the columns of areas, years and groups from the columns with figures."""
    headers = tuple(take_apart(column) for column in sheet.columns)
    roles: dict[str, int] = {}
    figures: list[int] = []
    for at, header in enumerate(headers):
        role = role_of(header)
        if role is not None:
            roles.setdefault(role, at)
        elif not _is_text(header, metadata, sheet.column(at)):
            figures.append(at)
    for role in ("area", "district", "town"):
        if "code" not in roles and role in roles and _holds_codes(sheet.column(roles[role])):
            roles["code"] = roles[role]
    return Layout(headers, roles, tuple(figures))


def _is_text(header: Header, metadata: Metadata, column: pl.Series) -> bool:
    """Tell a column of words from one of codes such as the degree of urbanity."""
    topic = metadata.topics.get(header.column)
    if topic is None or topic.datatype != "String":
        return False
    return bool(column.cast(pl.String).str.contains(r"[A-Za-z]{2}").any())


def _holds_codes(column: pl.Series) -> bool:
    if column.dtype != pl.String:
        return False
    first = column.drop_nulls().head(1).str.strip_chars().str.to_uppercase()
    return bool(first.str.contains(SHAPE).any() or (first == "NL01").any())


def check_signature(
    layout: Layout, metadata: Metadata, signature: tuple[str, ...], sheet: Sheet, title: str
) -> None:
    """Refuse a sheet without a single measure of the series."""
    known = set(signature)
    for at in layout.figures:
        header = layout.headers[at]
        topic = metadata.topics.get(header.column)
        names = {slug(topic.title), slug(topic.key)} if topic else set(header.idents)
        if names & known or any(header.kind == "dotted" and one in header.slug for one in known):
            return
    some = ", ".join(sheet.columns[at].strip() for at in layout.figures[:_SHOWN])
    raise InputError(
        text("no column of '%(title)s' was found, but %(some)s.", title=title, some=some)
        if some
        else text("no column of '%(title)s' was found: the file holds no figures.", title=title),
        where=sheet.file,
        todo=text("Check that this is the file you meant."),
    )


def read_codes(sheet: Sheet, layout: Layout) -> pl.Series:
    """Give the clean area code of every row.

    Raises ``InputError`` that names the first row whose code has a wrong shape or whose kind
    of area contradicts its code.
    """
    at = layout.roles["code"]
    codes = pl.DataFrame({"code": sheet.column(at)}).select(clean(pl.col("code"))).to_series()
    wrong = ~codes.str.contains(SHAPE).fill_null(False)
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise sheet.wrong(
            at,
            row,
            text(
                "'%(code)s' is not a code of a municipality, district or neighbourhood.",
                code="" if codes[row] is None else str(codes[row])[:40],
            ),
            text("Codes look like GM0164, WK016401 or BU01640101."),
        )
    if layout.has("kind"):
        _check_kind(sheet, layout.roles["kind"], codes)
    if layout.roles.get("area", at) != at:
        _check_same(sheet, layout.roles["area"], codes)
    return codes.rename("area")


def _check_kind(sheet: Sheet, at: int, codes: pl.Series) -> None:
    said = sheet.column(at).cast(pl.String).str.strip_chars().str.to_lowercase()
    frame = pl.DataFrame({"said": said, "code": codes}).select(
        said=pl.col("said").replace_strict(KINDS, default=None, return_dtype=pl.String),
        level=level(pl.col("code")),
    )
    wrong = (frame["said"] != frame["level"]).fill_null(False)
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise sheet.wrong(
            at,
            row,
            text(
                "'%(kind)s' and the code %(code)s contradict each other.",
                kind=str(sheet.column(at)[row]).strip(),
                code=codes[row],
            ),
            text("Download or export the file again."),
        )


def _check_same(sheet: Sheet, at: int, codes: pl.Series) -> None:
    """Refuse a row that says two areas: WijkenEnBuurten and Codering are one key."""
    other = pl.DataFrame({"code": sheet.column(at)}).select(clean(pl.col("code"))).to_series()
    wrong = (other.str.contains(SHAPE) & (other != codes)).fill_null(False)
    if wrong.any():
        row = int(wrong.arg_max() or 0)
        raise sheet.wrong(
            at,
            row,
            text(
                "the row is about %(one)s here and about %(other)s in another column.",
                one=other[row],
                other=codes[row],
            ),
            text("Download or export the file again."),
        )


def check_unique(sheet: Sheet, at: int, codes: pl.Series, rows: pl.Series | None = None) -> None:
    """Refuse a code that stands in two rows; ``rows`` are their places when filtered."""
    double = codes.is_duplicated()
    if double.any():
        first = codes[int(double.arg_max() or 0)]
        places = (codes == first).arg_true()
        row = int(places[1] if rows is None else rows[int(places[1])])
        raise sheet.wrong(
            at,
            row,
            text("the code %(code)s stands in more than one row.", code=first),
            text("Download or export the file again."),
        )


def measures_of(sheet: Sheet, layout: Layout, metadata: Metadata) -> pl.DataFrame:
    """Describe the columns with figures: MEASURE_COLUMNS."""
    rows = []
    for at in layout.figures:
        header = layout.headers[at]
        topic = metadata.topics.get(header.column)
        if topic is not None:
            title: str | None = topic.title
            path, unit = topic.path, topic.unit
            own = slug(path, title, unit)
        else:
            title, path, unit, own = header.title, header.path, header.unit, header.slug
        rows.append(
            {
                "measure": header.column.strip(),
                "stem": header.stem,
                "title": title,
                "path": path,
                "unit": unit,
                "slug": own,
            }
        )
    return _tell_apart(pl.DataFrame(rows, schema=MEASURE_COLUMNS))


def _tell_apart(measures: pl.DataFrame) -> pl.DataFrame:
    """Number a heading that is repeated to the letter, so that its values stay apart."""
    if not measures["measure"].is_duplicated().any():
        return measures
    turn = pl.int_range(pl.len()).over("measure")
    return measures.with_columns(
        measure=pl.when(turn > 0)
        .then(pl.concat_str("measure", pl.lit(" ("), (turn + 1).cast(pl.String), pl.lit(")")))
        .otherwise("measure")
    )


def figures_of(sheet: Sheet, columns: Iterable[int]) -> Parsed:
    """Read columns as numbers, by c0, c1, ..."""
    return parse(
        {f"c{at}": sheet.column(at) for at in columns},
        lambda name, row, what, todo: sheet.wrong(int(name[1:]), row, what, todo),
    )


def values_of(
    parsed: Parsed, layout: Layout, measures: pl.DataFrame, codes: pl.Series, present: Flag
) -> pl.DataFrame:
    """Give VALUE_COLUMNS: one row a measure and area, measures one after the other."""
    names = measures["measure"].to_list()
    parts = []
    for at, name in zip(layout.figures, names, strict=True):
        value = parsed.columns[f"c{at}"]
        secret = parsed.secret.get(f"c{at}")
        flag = (
            pl.when(pl.col("value").is_null())
            .then(
                pl.lit(Flag.MISSING.value)
                if secret is None
                else pl.when(pl.lit(secret))
                .then(pl.lit(Flag.SUPPRESSED.value))
                .otherwise(pl.lit(Flag.MISSING.value))
            )
            .otherwise(pl.lit(present.value))
        )
        parts.append(
            pl.DataFrame({"area": codes, "value": value}).select(
                pl.lit(name).alias("measure"), "area", "value", flag.alias("flag")
            )
        )
    return pl.concat(parts) if parts else pl.DataFrame(schema=VALUE_COLUMNS)


def notes_of(
    layout: Layout, metadata: Metadata, measures: pl.DataFrame, parsed: Parsed
) -> tuple[Text, ...]:
    """Say what the reader had to do without: metadata, or a sign that can mean two things."""
    notes: list[Text] = []
    keys = measures.filter(pl.col("title").is_null()).height
    if keys:
        notes.append(
            plural(
                "%(count)s column has no title: no metadata was given, so it was recognised "
                "by its key without the number at the end.",
                "%(count)s columns have no title: no metadata was given, so they were "
                "recognised by their keys without the number at the end.",
                keys,
                count=keys,
            )
        )
    if metadata.files:
        notes.append(
            text("Titles and units come from %(files)s.", files=", ".join(metadata.files))
        )
    if parsed.nil:
        notes.append(
            plural(
                "%(count)s cell holds a dash; it was read as missing, not as nil.",
                "%(count)s cells hold a dash; they were read as missing, not as nil.",
                parsed.nil,
                count=parsed.nil,
            )
        )
    return tuple(notes)
