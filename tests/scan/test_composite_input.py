"""What a composite is given: tables in any form, and what is wrong said with row and column."""

from __future__ import annotations

import io

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.scan.composite import CompositeRecipe, composite, composite_of

RECIPE = """
title = "Test"
code = "code"
indicator = [{id = "a"}, {id = "b", direction = -1}]
"""


def read(content: str = RECIPE) -> CompositeRecipe:
    return CompositeRecipe.read(content, "recipe.toml")


def scores(raw: bytes, content: str = RECIPE) -> dict[str, float | None]:
    made = composite_of(raw, "data.csv", read(content))
    return {code: made.score(code) for code in made.codes}


@pytest.mark.parametrize(
    "words",
    [
        "code,a,b\nx,2.5,1.5\ny,1.5,2.0\nz,2.0,1.75\n",
        "code;a;b\nx;2,5;1,5\ny;1,5;2,0\nz;2,0;1,75\n",
        "code\ta\tb\nx\t2.5\t1.5\ny\t1.5\t2.0\nz\t2.0\t1.75\n",
        '\ufeffcode,note,a,b\nx,,2.5,1.5\n\ny,"it, too",1.5,2.0\nz,,2.0,1.75\n',
        "code,a,b,,\nx,2.5,1.5,,\ny,1.5,2.0,,\nz,2.0,1.75,,\n",
    ],
)
def test_text_in_any_common_form_gives_the_same_scores(words: str) -> None:
    found = scores(words.encode())
    assert found == pytest.approx({"x": 100.0, "y": 0.0, "z": 50.0})


def test_a_workbook_gives_the_same_scores_as_its_text() -> None:
    book = openpyxl.Workbook()
    for row in (["code", "a", "b"], ["x", 2.5, 1.5], ["y", 1.5, 2], ["z", 2, None]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert scores(out.getvalue()) == pytest.approx({"x": 100.0, "y": 0.0, "z": 50.0})


@pytest.mark.parametrize("mark", ["", "NA", "..", "n/a", "NaN", "-"])
def test_marks_of_a_missing_value_are_understood(mark: str) -> None:
    found = scores(f"code,a,b\nx,2.5,1.5\ny,1.5,2.0\nz,2.0,{mark}\n".encode())
    assert found["z"] == pytest.approx(50.0)


def test_a_thousand_is_not_guessed_but_may_be_said() -> None:
    raw = b"code;a;b\nx;1.560;2.000\ny;1.111;3.000\n"
    with pytest.raises(InputError) as caught:
        scores(raw)
    assert "row 2, column 'a'" in caught.value.sentence("en")
    assert scores(raw, 'decimal = "comma"' + RECIPE) == {"x": 100.0, "y": 0.0}


def test_errors_stand_in_a_column_or_a_file_of_their_own() -> None:
    frame = pl.DataFrame({"code": list("xyzw"), "a": [1.0, 2, 3, 4], "b": [4.0, 3, 2, 1]})
    beside = frame.select("code", a=pl.lit(0.2))
    as_file = composite(frame, read(), errors=beside)
    column = RECIPE.replace('{id = "a"}', '{id = "a", error = "ea"}')
    as_column = composite(frame.with_columns(ea=pl.lit(0.2)), read(column))
    assert as_file.sure("x") == as_column.sure("x") is not None
    assert as_file.sure("x").assumed_share == 0  # type: ignore[union-attr]


WRONG_DATA = [
    ("code,a,b\nx,2,1\ny,two,2\n", "data.csv: row 3, column 'a': 'two' is not a number."),
    ("code,a,b\nx,2,1\nx,3,2\n", "row 3, column 'code': the code 'x' is there twice."),
    ("code,a,b\nx,2,1\n,3,2\n", "row 3, column 'code': this row has no code."),
    ("code,a\nx,2\ny,3\n", "there is no column 'b'."),
    ("code,a,b,a\nx,2,1,9\ny,3,2,1\n", "there are two columns 'a'."),
    ("code,a,b\nx,2,1\ny,3\n", "row 3 has 2 cells, the heading has 3."),
    ("code,a,b\n", "the table has a heading but no rows."),
    ("", "the file is empty."),
    ("code,a,b\nx,1,1\ny,1,2\n", "the areas do not differ on this indicator"),
    ("code,a,b\nx,,1\ny,,2\n", "no area has a value of this indicator."),
    ('code,a,b\nx,"2,1\ny,3,2\n', "row 2 cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), WRONG_DATA)
def test_wrong_data_is_refused_with_file_row_and_column(words: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        scores(words.encode())
    assert said in caught.value.sentence("en")
    assert caught.value.todo is not None


ONE = '{id = "a"}, {id = "b"}'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("indicator = []", "recipe.toml"),
        (f"indicator = [{ONE}, {{id = 'a'}}]", "used twice"),
        (f"indicator = [{ONE}]\npart = [{{id = 'p'}}]", "nothing makes this part"),
        ("indicator = [{id = 'a', parent = 'q'}]", "its parent 'q' is not a part"),
        ("indicator = [{id = 'a', weight = 0}]", "weighs nothing"),
        ("indicator = [{id = 'a', weight = -1}]", "0 or more"),
        ("indicator = [{id = 'a', minimum = 3, maximum = 1}]", "not under its maximum"),
        ("indicator = [{id = 'a', transform = 'log', minimum = 0}]", "above zero"),
        (f"indicator = [{ONE}]\nnormalise = 'z_score'\naggregate = 'geometric'", "not possible"),
        (f"indicator = [{ONE}]\nbottom = -1\naggregate = 'harmonic'", "points above zero"),
        (f"indicator = [{ONE}]\naggregate = 'geometric'", "points above zero"),
        (f"indicator = [{ONE}]\nbottom = 5\ntop = 5", "not under its top"),
        (f"indicator = [{ONE}]\nmissing = 'group_mean'", "needs the column of the groups"),
        (f"indicator = [{ONE}]\nnormalise = 'log'", "normalise"),
        (f"indicator = [{ONE}]\ntops = 5", "tops"),
        (
            "indicator = [{id = 'a', parent = 'p'}]\npart = [{id = 'p', parent = 'q'}, "
            "{id = 'q', parent = 'p'}]",
            "recipe.toml",
        ),
    ],
)
def test_a_wrong_recipe_is_refused_with_what_is_wrong(change: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(f'title = "T"\ncode = "code"\n{change}\n')
    assert said in caught.value.sentence("en")
    assert caught.value.where.startswith("recipe.toml")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("{id = 'a', divide_by = 'zero'}", "row 3, column 'zero': a value is divided by this."),
        ("{id = 'zero', transform = 'log'}", "row 3, column 'zero': a logarithm needs"),
        ("{id = 'a', column = 'nowhere'}", "there is no column 'nowhere'."),
    ],
)
def test_a_step_that_a_value_does_not_allow_names_the_cell(change: str, said: str) -> None:
    content = f'title = "T"\ncode = "code"\nindicator = [{change}, {{id = "b"}}]\n'
    with pytest.raises(InputError) as caught:
        scores(b"code,a,b,zero\nx,1,2,1\ny,2,1,0\n", content)
    assert said in caught.value.sentence("en")


def test_a_value_that_must_be_there_is_named() -> None:
    with pytest.raises(InputError) as caught:
        scores(b"code,a,b\nx,2,1\ny,,2\n", 'missing = "refuse"' + RECIPE)
    assert "row 3, column 'a': there is no value." in caught.value.sentence("en")


@given(st.text(max_size=300))
def test_any_text_is_a_table_or_refused_with_a_sentence(words: str) -> None:
    try:
        composite_of(words.encode(), "data.csv", read())
    except InputError as fault:
        said = fault.sentence("nl")
    else:
        said = "read"
    assert said
