"""``weefsel reach``: what it prints and writes, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path

from cli.running import Run


def test_reach_of_the_example_is_written_and_mistakes_are_said(
    weefsel: Run, tmp_path: Path
) -> None:
    assert weefsel("example").returncode == 0
    written = ("--json", "uit.json", "--csv", "uit.csv", "--save-recipe", "recept.toml")
    done = weefsel("reach", "gm9990", "--kind", "debt_help", *written)
    assert done.returncode == 0, done.stderr
    made = json.loads((tmp_path / "uit.json").read_text(encoding="utf-8"))
    assert made["schema"] == "weefsel.reach-result/1"
    assert [one["kind"] for one in made["kinds"]] == ["debt_help"]
    assert made["kinds"][0]["need"]["estimate"]
    assert "Hulp bij schulden" in made["kinds"][0]["finding"]["nl"]
    assert "hulp bij schulden" in (tmp_path / "uit.csv").read_text(encoding="utf-8-sig")
    assert 'kinds = [\n    "debt_help",' in (tmp_path / "recept.toml").read_text()
    other = weefsel("reach", "GM0164", "--recipe", "recept.toml")
    assert (other.returncode, "dit recept gaat over GM9990" in other.stderr) == (2, True)
    wrong = weefsel("reach", "GM9990", "--kind", "bieb")
    assert wrong.returncode == 2
    assert "er is geen soort voorziening ‘bieb’" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    (tmp_path / "tijden.csv").write_text("van,naar\n", encoding="utf-8")
    table = weefsel("reach", "GM9990", "--times", "tijden.csv")
    assert (table.returncode, "de kolom ‘from’ ontbreekt" in table.stderr) == (2, True)
