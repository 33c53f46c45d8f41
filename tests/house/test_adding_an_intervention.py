"""A newcomer who follows docs/what-works.md gets files that Weefsel reads."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from house.project import ROOT, SOURCE
from weefsel.evidence.grading import LEVELS, grade
from weefsel.evidence.intervention import VALID_YEARS, interventions, read_interventions
from weefsel.evidence.register import methods, read_register
from weefsel.evidence.study import read_studies, studies
from weefsel.provisions.kinds import ACTIVITIES, GROUPS

PAGE = (ROOT / "docs" / "what-works.md").read_text(encoding="utf-8")
DATA = SOURCE / "evidence" / "data"


def block(kind: str) -> str:
    (found,) = re.findall(rf"```toml {kind}\n(.*?)```", PAGE, flags=re.S)
    return found


@pytest.fixture
def newcomer(tmp_path: Path) -> Path:
    """Do what the page asks: add the files to those that are there."""
    for folder, kind, name in (
        ("interventions", "intervention", "neighbourhood_soup.toml"),
        ("studies", "study", "neighbourhood_soup_1.toml"),
    ):
        shutil.copytree(DATA / folder, tmp_path / folder)
        (tmp_path / folder / name).write_text(block(kind), encoding="utf-8")
    held = (DATA / "methods.toml").read_text(encoding="utf-8")
    (tmp_path / "methods.toml").write_text(f"{held}\n{block('method')}", encoding="utf-8")
    return tmp_path


def test_the_files_of_the_page_stand_beside_all_others(newcomer: Path):
    held = read_interventions(newcomer / "interventions")
    found = read_studies(newcomer / "studies")
    assert set(held) == {*interventions(), "neighbourhood_soup"}
    assert set(found) == {*studies(), "neighbourhood_soup_1"}
    graded = grade(held["neighbourhood_soup"], found.values(), date(2026, 11, 22))
    assert graded.verdict == "nil"
    assert graded.valid_until == date(2027, 12, 31)
    entries = read_register(newcomer / "methods.toml").entry
    assert len(entries) == len(methods().entry) + 1
    assert entries[-1].intervention == "neighbourhood_soup"


def test_the_page_names_every_level_group_and_activity_as_the_program_does():
    for level in filter(None, LEVELS):
        assert f"`{level}`" in PAGE, level
    for level, years in VALID_YEARS.items():
        (line,) = [one for one in PAGE.splitlines() if f"`{level}`" in one and "|" in one]
        assert f"{years} years" in line
    for key, name in {**GROUPS, **ACTIVITIES}.items():
        assert re.search(rf"\| {key} \| {re.escape(name.render('en'))} \|", PAGE), key
