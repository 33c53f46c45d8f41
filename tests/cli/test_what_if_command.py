"""``weefsel what-if`` runs a recipe, writes its answer and names what is wrong with one."""

from __future__ import annotations

import json
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples" / "weverdam-wat-als.toml"


def test_a_recipe_is_answered_written_and_refused(weefsel, tmp_path):
    assert weefsel("example").returncode == 0
    table = tmp_path / "buurten.csv"
    done = weefsel("what-if", str(EXAMPLE), "--json", "-", "--csv", str(table))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["schema"] == "weefsel.place_result/1"
    assert found["recipe"]["change"][0]["provision"] == "de-schakel"
    assert found["loses"] > found["losesAll"] > 0
    assert "Buurthuis De Schakel sluit" in found["title"]["nl"]
    assert "verzonnen" in table.read_text()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(EXAMPLE.read_text().replace('"close"', '"burn"'))
    refused = weefsel("what-if", str(wrong), lang="en")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "wrong.toml" in refused.stderr
    assert "change.0.act" in refused.stderr
