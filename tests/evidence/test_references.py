"""What a file names is there: in what comes with Weefsel, and in a folder of one's own."""

from __future__ import annotations

import shutil
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from weefsel.base.errors import InputError
from weefsel.evidence.business_case import business_cases, read_cases
from weefsel.evidence.chain import drawings, read_drawings
from weefsel.evidence.intervention import interventions, read_interventions
from weefsel.evidence.parameter import parameters, rows
from weefsel.evidence.register import themes
from weefsel.evidence.study import read_studies, studies

DATA = Path(str(resources.files("weefsel.evidence"))) / "data"
THEMES = {one.id for one in themes().entry}


def test_all_that_comes_with_weefsel_names_what_is_there() -> None:
    figures, made = rows(parameters()), interventions()
    assert read_interventions(DATA / "interventions", themes=THEMES, parameters=figures)
    assert read_studies(DATA / "studies", interventions=made, parameters=figures)
    assert read_drawings(DATA / "chains", parameters=figures, interventions=made)
    assert read_cases(DATA / "cases.toml", parameters=figures, interventions=made)


@pytest.mark.parametrize(
    ("file", "line", "key"),
    [
        ("interventions/ajb.toml", "theme = ", "theme"),
        ("studies/ajb_1.toml", "intervention = ", "intervention"),
        ("chains/pool.toml", "studies = ", "arrow.0.studies"),
    ],
)
def test_what_is_not_there_is_refused_by_its_key(
    file: str, line: str, key: str, tmp_path: Path
) -> None:
    name = Path(file).name
    nowhere = '["nowhere"]' if line.startswith("studies") else '"nowhere"'
    held = (DATA / file).read_text("utf-8").splitlines()
    first = next(number for number, one in enumerate(held) if one.startswith(line))
    held[first] = line + nowhere
    (tmp_path / name).write_text("\n".join(held), "utf-8")
    with pytest.raises(InputError) as fault:
        read_interventions(tmp_path, themes=THEMES) if "theme" in line else (
            read_studies(tmp_path, interventions=interventions())
            if "intervention" in line
            else read_drawings(tmp_path, interventions=interventions())
        )
    assert f"{name}: " in fault.value.sentence("nl")
    assert f"'{key}'" in fault.value.sentence("nl")


def test_a_parameter_that_is_not_there_is_refused(tmp_path: Path) -> None:
    shutil.copy(DATA / "cases.toml", tmp_path / "cases.toml")
    assert read_cases(tmp_path / "cases.toml")
    with pytest.raises(InputError, match=r"cases\.toml.*case\[0\]\.parameters.*n_seor"):
        read_cases(tmp_path / "cases.toml", parameters=())


def test_nothing_was_looked_at_in_days_to_come() -> None:
    dated = [*parameters().values(), *interventions().values(), *studies().values()]
    checks = [one.checked.when for one in [*dated, *business_cases().values()]]
    days = [one.dated for one in [*dated, *drawings().values()]]
    assert max([*days, *checks]) <= date.today()
