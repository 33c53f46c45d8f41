"""Iv3: what may be compared, what only as one sum, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from weefsel.base.errors import InputError
from weefsel.sources.iv3 import read_iv3
from weefsel.weigh.iv3_fields import fields, regime_of_codes, regime_of_year
from weefsel.weigh.municipal_budget import (
    Amount,
    MunicipalBudget,
    alike,
    beside,
    budgets,
    change,
    compared,
    municipal_budget,
    share,
)

HEAD = "Gemeenten;Taakveld;Baten;Lasten;Inwonertal;Gemeentegrootte;Stedelijkheid\n"
OLD = {"6.1": 100.0, "6.2": 200.0, "6.6": 50.0, "6.71": 300.0, "6.72": 250.0, "6.81": 40.0}


def town(lines: dict[str, float], year: int, stage: str = "budget", **more) -> MunicipalBudget:
    made = {code: Amount(amount, 0.0) for code, amount in lines.items()}
    return municipal_budget("Dorp", made, year=year, stage=stage, **more)  # type: ignore[arg-type]


def written(folder: Path, name: str, rows: list[str]) -> Path:
    path = folder / name
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_file_of_the_regime_up_to_2022_is_read_and_summed(tmp_path: Path) -> None:
    rows = [
        f"Dorp;{code} Een naam die afge..;{10 if code == '6.1' else 0}.0;{amount};1000;klein;sterk"
        for code, amount in OLD.items()
    ]
    rows.append("Nederland;6.1 Samenkracht;0.0;999999.0;17000000;;")
    made = budgets(read_iv3(written(tmp_path, "iv3_2021_jaarrekening.csv", rows)))
    assert set(made) == {"Dorp"}  # the national total is not a municipality
    held = made["Dorp"]
    assert (held.year, held.stage, held.regime) == (2021, "account", "until_2022")
    sums = {group.id: held.group(group).net for group in fields().group}
    assert sums["community"] == 90
    assert sums["access_and_wmo"] == 550
    assert sums["youth_care"] == 250
    assert share(held).percent == pytest.approx(100 * 90 / (90 + 550 + 290))


def test_every_code_belongs_to_one_group_of_its_regime() -> None:
    for regime in ("until_2022", "from_2023", "from_2025"):
        codes = [code for group in fields().group for code in group.codes(regime)]
        assert len(codes) == len(set(codes))
    assert [regime_of_year(year) for year in (2019, 2022, 2023, 2024, 2025, 2027)] == [
        "until_2022",
        "until_2022",
        "from_2023",
        "from_2023",
        "from_2025",
        "from_2025",
    ]
    assert regime_of_codes({"6.1", "6.21"}) == "from_2025"
    assert regime_of_codes({"6.1"}) is None


def test_moving_money_between_access_and_care_changes_nothing() -> None:
    """In 2025 municipalities booked guidance under access: no euro was spent otherwise."""
    before = town({"6.1": 100, "6.2": 100, "6.71b": 120, "6.72a": 200}, 2024)
    after = town({"6.1": 100, "6.21": 215, "6.712": 5, "6.751": 200}, 2025)
    made = change(before, after)
    assert made.points == pytest.approx(0)
    assert made.verdict == "no_clear_change"
    joined = next(one for one in compared(before, after) if one.group.id == "access_and_wmo")
    assert joined.only_as_sum
    assert joined.before.net == joined.after.net == 220


def test_parts_are_followed_within_one_regime_only() -> None:
    first, second = town({"6.2": 100, "6.71b": 120}, 2023), town({"6.2": 90, "6.71b": 130}, 2024)
    assert not any(one.only_as_sum for one in compared(first, second))
    third = town({"6.21": 90}, 2025)
    assert {one.group.id for one in compared(second, third) if one.only_as_sum} == {
        "access_and_wmo",
        "youth_care",
        "shelter",
    }


def test_a_rise_by_refugees_in_6_1_is_not_called_prevention() -> None:
    before = town({"6.1": 100, "6.2": 300, "6.72a": 300}, 2023)
    after = town({"6.1": 300, "6.2": 300, "6.72a": 300}, 2024)
    unsaid = change(before, after)
    assert unsaid.verdict == "cannot_tell"
    assert "6.1" in unsaid.reason.render("nl")
    said = change(
        town({"6.1": 100, "6.2": 300, "6.72a": 300}, 2023, refugees=10.0),
        town({"6.1": 300, "6.2": 300, "6.72a": 300}, 2024, refugees=210.0),
    )
    assert said.verdict == "no_clear_change"


def test_who_reported_nothing_spends_not_nothing() -> None:
    """Files hold a municipality that sent nothing in with nil everywhere."""
    silent = town(dict.fromkeys(OLD, 0.0), 2021, residents=1000.0)
    spoke = town(OLD, 2022, residents=1000.0)
    assert not silent.reported
    made = change(silent, spoke)
    assert made.verdict == "cannot_tell"
    assert made.reason is not None
    assert "2021" in made.reason.render("en")
    others = [
        municipal_budget(f"D{n}", {k: Amount(v, 0.0) for k, v in OLD.items()}, year=2021,
                         stage="budget", residents=1000.0)
        for n in range(5)
    ]  # fmt: skip
    quiet = [replace(silent, municipality=f"S{n}") for n in range(9)]
    rows = {row.group.id: row for row in beside(others[0], [*others[1:], others[0], *quiet])}
    assert rows["community"].others == 4
    assert all(row.own is None for row in beside(silent, others))


def test_a_part_below_zero_gives_no_share() -> None:
    lines = {code: Amount(amount, 0.0) for code, amount in OLD.items()}
    odd = municipal_budget(
        "Dorp", {**lines, "6.72": Amount(-600.0, 0.0)}, year=2022, stage="budget"
    )
    assert share(odd).heavy < 0
    assert share(odd).percent is None
    made = change(town(OLD, 2021), odd)
    assert made.verdict == "cannot_tell"
    assert made.points is None
    assert made.reason is not None
    assert "income is larger" in made.reason.render("en")


def test_a_budget_and_an_account_are_never_compared() -> None:
    with pytest.raises(InputError, match="budget"):
        change(town(OLD, 2021), town(OLD, 2022, "account"))
    with pytest.raises(InputError, match="budget"):
        beside(town(OLD, 2021), [town(OLD, 2021, "account")])


def test_a_total_beside_its_parts_is_counted_once() -> None:
    made = town({"6.1": 5, "6.71": 100, "6.71a": 60, "6.71b": 40}, 2024)
    assert "6.71" not in made.lines
    assert made.spending == 105
    left = town({"6.1": 5, "6.71": 7, "6.71a": 60, "6.71b": 40}, 2024)
    assert left.spending == 112  # booked without a letter: neither nil nor the sum


def test_an_amount_that_may_hold_its_parts_is_refused() -> None:
    with pytest.raises(InputError, match=r"6\.71"):
        town({"6.71": 150, "6.71a": 60, "6.71b": 40}, 2024)


def test_codes_of_another_year_are_refused() -> None:
    with pytest.raises(InputError, match="2024"):
        town({"6.1": 5, "6.21": 7}, 2024)


@pytest.mark.parametrize(
    ("name", "rows", "place"),
    [
        ("iv3.csv", ["Dorp;6.1 Naam;1.0;2.0;9;k;s"], "year"),
        ("iv3_2024.csv", ["Dorp;6.1 Naam;1.0;2.0;9;k;s"], "budget"),
        ("iv3_2024_begroting.csv", ["Dorp;Samenkracht;1.0;2.0;9;k;s"], "row 2"),
        ("iv3_2024_begroting.csv", ["Dorp;6.1 Naam;1.0;;9;k;s"], "Lasten"),
        ("iv3_2024_begroting.csv", ["Dorp;6.1 Naam;1.0;veel;9;k;s"], "Lasten"),
        ("iv3_2024_begroting.csv", ["Dorp;6.1 N;1.0;2.0;9;k;s"] * 2, "twice"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(
    tmp_path: Path, name: str, rows: list[str], place: str
) -> None:
    with pytest.raises(InputError) as fault:
        read_iv3(written(tmp_path, name, rows))
    assert place in fault.value.sentence("en")
    assert name in fault.value.sentence("en")


def test_fewer_than_five_others_give_no_median() -> None:
    own = town(OLD, 2021, residents=1000.0)
    others = [
        municipal_budget(
            f"Dorp {n}",
            {"6.1": Amount(100.0 + n, 0.0)},
            year=2021,
            stage="budget",
            residents=1000.0,
        )
        for n in range(5)
    ]
    few = {one.group.id: one for one in beside(own, others[:4])}["community"]
    enough = {one.group.id: one for one in beside(own, [*others, own])}["community"]
    assert (few.others, few.middle) == (4, None)
    assert (enough.others, enough.own, enough.middle) == (5, 100.0, 102.0)


@pytest.mark.realdata
def test_of_hengelo_no_rise_is_reported_that_is_only_rebooking(real_data: Path) -> None:
    """CBS Iv3, budgets of 2024 and 2025: 6.1 and access grew by what guidance lost."""
    folder = real_data / "sociaal"
    tables = [read_iv3(folder / f"iv3_{year}_begroting.csv") for year in (2024, 2025)]
    before, after = (budgets(table)["Hengelo"] for table in tables)

    def naive(budget: MunicipalBudget) -> float:
        easy = sum(a.expenditure for c, a in budget.lines.items() if c.startswith(("6.1", "6.2")))
        return easy / sum(a.expenditure for c, a in budget.lines.items() if c.startswith("6."))

    assert naive(after) > naive(before) + 0.05  # what a careless table would report
    made = change(before, after)
    assert made.verdict in {"cannot_tell", "fell", "no_clear_change"}
    assert made.points < 0
    assert len(alike(tables[0], "Hengelo")) >= fields().fewest


@pytest.mark.realdata
def test_real_files_of_three_years_are_read_whole(real_data: Path) -> None:
    """342 municipalities; spending in billions as the sum of the file's own lines."""
    folder = real_data / "sociaal"
    account = budgets(read_iv3(folder / "iv3_2023_jaarrekening.csv"))
    assert len(account) == 342
    with pytest.raises(InputError, match="budget"):
        change(account["Hengelo"], budgets(read_iv3(folder / "iv3_2024_begroting.csv"))["Hengelo"])
