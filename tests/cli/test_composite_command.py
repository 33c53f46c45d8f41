"""``weefsel composite`` makes an index of a table and says what is wrong with one."""

from __future__ import annotations

import json

import polars as pl

from scan.test_composite import HDI, HDI_RECIPE


def test_an_index_is_shown_written_and_refused(weefsel, tmp_path):
    recipe, data, out = (tmp_path / name for name in ("hdi.toml", "hdi.csv", "out.csv"))
    recipe.write_text(HDI_RECIPE)
    data.write_text(HDI)
    done = weefsel("composite", str(recipe), str(data), "--json", "-", "--csv", str(out))
    assert done.returncode == 0, done.stderr
    areas = json.loads(done.stdout)["areas"]
    assert [round(one["parts"][0]["score"], 3) for one in areas][:2] == [0.962, 0.961]
    table = pl.read_csv(out, separator=";", decimal_comma=True)
    assert table["code"][0] == "CHE"
    data.write_text(HDI.replace("81.6873", "lang"))
    wrong = weefsel("composite", str(recipe), str(data), lang="en")
    assert wrong.returncode == 2
    assert wrong.stderr.count("\n") == 1
    assert "hdi.csv: row 6, column 'le': 'lang' is not a number." in wrong.stderr
