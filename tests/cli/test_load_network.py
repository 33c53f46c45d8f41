"""``weefsel load`` from the network, the whole way to a scan, against a server of our own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.running import Run
from sources import open_data
from sources.open_data_server import Incident, OpenData, serving

TOWN = "GM9001"  # no municipality has this number; see ``move_to_the_real_country``


@pytest.fixture
def data() -> OpenData:
    found = OpenData()
    found.move_to_the_real_country()
    return found


@pytest.fixture
def feeds(data: OpenData) -> Iterator[dict[str, str]]:
    with serving(data) as at:
        yield {
            "WEEFSEL_CBS_FEED": f"{at}/v3",
            "WEEFSEL_CBS_FEED_V4": f"{at}/v4",
            "WEEFSEL_PDOK": f"{at}/wfs",
            "WEEFSEL_PDOK_OGC": f"{at}/ogc",
        }


def test_a_municipality_comes_from_the_network_to_a_scan_of_it(
    weefsel: Run, data: OpenData, feeds: dict[str, str]
) -> None:
    done = weefsel("load", "kwb", open_data.TABLE, "--gemeente", TOWN, **feeds)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Opgehaald bij CBS: 85984NED, versie van 2025-10-01 (OData v3)." in done.stdout
    assert f"Alleen {TOWN} en het land als geheel zijn opgehaald." in done.stdout
    drawn = weefsel("load", "areas", "pdok:2024", "--gemeente", TOWN, **feeds)
    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert "Opgehaald bij PDOK" in drawn.stdout
    scan = json.loads(weefsel("scan", TOWN, "--json", "-").stdout)
    assert {one["code"] for one in scan["areas"] if one["level"] == "neighbourhood"} == {
        "BU90010000", "BU90010001", "BU9001A101",
    }  # fmt: skip
    assert scan["year"] == 2024
    assert scan["wholeCountry"] is False  # one municipality is not the country
    assert weefsel("load", "kwb", open_data.TABLE, **feeds).returncode == 0
    scan = json.loads(weefsel("scan", TOWN, "--json", "-").stdout)
    assert scan["wholeCountry"] is True
    again = weefsel("load", "kwb", open_data.TABLE, "--gemeente", TOWN, **feeds)
    assert "niets nieuws" in again.stdout


def test_without_a_network_there_is_one_sentence(weefsel: Run, tmp_path: Path) -> None:
    closed = {
        "WEEFSEL_CBS_FEED": "https://cbs.invalid",
        "WEEFSEL_CBS_FEED_V4": "https://cbs.invalid",
        "WEEFSEL_PDOK": "https://pdok.invalid",
        "WEEFSEL_PDOK_OGC": "https://pdok.invalid",
    }
    refused = weefsel("load", "kwb", open_data.TABLE, "--gemeente", TOWN, **closed)
    assert refused.returncode == 2
    assert refused.stderr.startswith("85984NED: CBS is hiervandaan niet te vinden")
    assert refused.stderr.count("\n") == 1
    refused = weefsel("load", "areas", "pdok:2024", **closed)
    assert refused.returncode == 2
    assert "PDOK is hiervandaan niet te vinden" in refused.stderr
    assert not (tmp_path / "home" / "store").exists()


def test_a_file_is_not_filtered_in_silence(weefsel: Run, tmp_path: Path) -> None:
    (tmp_path / "kwb2024.csv").write_text("x")
    refused = weefsel("load", "kwb", "kwb2024.csv", "--gemeente", TOWN)
    assert refused.returncode == 2
    assert "Laat --gemeente weg" in refused.stderr


def test_ctrl_c_stops_with_a_word_and_the_next_run_goes_on(
    weefsel: Run, data: OpenData, feeds: dict[str, str], tmp_path: Path
) -> None:
    here = threading.Event()
    on = threading.Event()

    def wait() -> None:
        here.set()
        on.wait(20)

    data.incidents = [Incident("TypedDataSet.*skip=10", "nothing", then=wait)]
    environment = {
        **os.environ,
        **feeds,
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
        "WEEFSEL_HOME": str(tmp_path / "home"),
        "WEEFSEL_LANG": "en",
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "weefsel", "load", "kwb", open_data.TABLE],
        env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert here.wait(30)
        running.send_signal(signal.SIGINT)
        stdout, stderr = running.communicate(timeout=30)
    finally:
        on.set()
        running.kill()
    assert running.returncode == 130
    assert stdout == ""
    assert stderr.splitlines() == [
        "Stopped.",
        "What was fetched is kept: the same command goes on from there.",
    ]
    data.asked.clear()
    done = weefsel("load", "kwb", open_data.TABLE, **feeds)
    assert done.returncode == 0
    pages = [one for one in data.asked if "/TypedDataSet" in one]
    assert [one.rpartition("skip=")[2] for one in pages] == ["10"]
