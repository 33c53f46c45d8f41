"""Weighing from the command line: the same digits for any number of threads, and a memo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import Run

RECIPE = """
schema = "weefsel.choice/1"
title = "Buurthuis De Proef"
area = "{area}"
base_year = 2026
horizon = 10
draws = 2048
seed = 7

[[option]]
id = "zero"
title = "Openhouden"
zero = true

[[option]]
id = "close"
title = "Sluiten"

[[option.act]]
kind = "cut"
object = "provision:de-proef"
name = "Buurthuis De Proef"
areas = ["{neighbourhood}"]
from_year = 2027
chain = "meeting"
cost_eur_per_year = {{ value = 79000, low = 70000, high = 90000, range_kind = "min_max", source = "eigen begroting" }}
one_off_eur = {{ value = 12000, source = "eigen raming" }}
regular_visitors = {{ value = 140, low = 120, high = 160, range_kind = "min_max", source = "eigen telling" }}
vulnerable_share = {{ value = 0.4, low = 0.3, high = 0.5, range_kind = "min_max", source = "eigen telling" }}
guidance_hours_per_client_per_year = {{ value = 100, low = 80, high = 120, range_kind = "min_max", source = "eigen registratie" }}
"""  # noqa: E501


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "keuze.toml"
    path.write_text(RECIPE.format(area="GM0164", neighbourhood="BU01640101"), encoding="utf-8")
    return path


def test_the_same_file_and_seed_give_the_same_digits_on_one_thread_and_two(
    weefsel: Run, recipe: Path
) -> None:
    one = weefsel(
        "weigh", recipe, "--threads", 1, "--json", "-", POLARS_MAX_THREADS="1", OMP_NUM_THREADS="1"
    )
    two = weefsel(
        "weigh", recipe, "--threads", 2, "--json", "-", POLARS_MAX_THREADS="2", OMP_NUM_THREADS="2"
    )
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout
    assert json.loads(one.stdout)["recipe"]["seed"] == 7


def test_another_seed_gives_other_digits_and_travels_in_the_result(
    weefsel: Run, recipe: Path
) -> None:
    mine = json.loads(weefsel("weigh", recipe, "--json", "-").stdout)
    other = json.loads(weefsel("weigh", recipe, "--seed", 8, "--json", "-").stdout)
    assert other["recipe"]["seed"] == 8
    closing = {option["id"]: option for option in mine["options"]}["close"]["unknowns"][0]
    again = {option["id"]: option for option in other["options"]}["close"]["unknowns"][0]
    assert closing["turningValue"] == again["turningValue"]
    assert closing["low"] != again["low"]


def test_a_choice_for_hengelo_gives_a_memo(weefsel: Run, recipe: Path, tmp_path: Path) -> None:
    done = weefsel("weigh", recipe, "--memo", tmp_path / "nota.pdf")
    assert done.returncode == 0, done.stderr
    assert "nota.pdf" in done.stdout
    assert (tmp_path / "nota.pdf").read_bytes().startswith(b"%PDF-")


def test_a_recipe_that_forgets_a_source_is_named_by_file_and_key(
    weefsel: Run, recipe: Path
) -> None:
    recipe.write_text(
        recipe.read_text(encoding="utf-8").replace(', source = "eigen raming"', ""),
        encoding="utf-8",
    )
    done = weefsel("weigh", recipe, "--json", "-")
    assert done.returncode == 2
    assert "keuze.toml" in done.stderr
    assert "source" in done.stderr
    assert done.stdout == ""
