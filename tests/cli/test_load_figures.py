"""``weefsel load``: classes of the Leefbaarometer, and a map of which nobody states the year."""

from __future__ import annotations

import json
from pathlib import Path

from cli.running import Run


def test_livability_and_undated_figures_load_and_show_in_the_status(
    weefsel: Run, tmp_path: Path
) -> None:
    classes = tmp_path / "klassen.json"
    classes.write_text(json.dumps({"GM0164": {"KL14": "6", "KL16": "7", "VKL1416": "5"}}))
    loaded = weefsel("load", "livability", classes)
    assert loaded.returncode == 0, loaded.stderr
    map_ = tmp_path / "buurten.geojson"
    area = {"buurtcode": "BU01640000", "aantal_inwoners": 880, "totaal_diefstal": 1}
    feature = {"type": "Feature", "geometry": None, "properties": area}
    map_.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    refused = weefsel("load", "kwb", map_)
    assert refused.returncode == 2
    assert refused.stderr.startswith("buurten.geojson: ")
    assert len(refused.stderr.strip().splitlines()) == 1
    undated = weefsel("load", "kwb", map_, "--undated", "2018,2019")
    assert undated.returncode == 0, undated.stderr
    assert "jaar niet vermeld" in undated.stdout
    status = weefsel("status").stdout
    assert "LEEFBAAROMETER2-2016-2016" in status
    assert "2018/2019?" in status
