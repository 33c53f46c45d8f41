"""The command: exit status, one sentence on standard error, files whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import Run
from weefsel import __version__

KWB_2021 = (
    "﻿"
    '"Wijken en buurten";"Regioaanduiding/Gemeentenaam (naam)";'
    '"Regioaanduiding/Soort regio (omschrijving)";"Regioaanduiding/Codering (code)";'
    '"Bevolking/Aantal inwoners (aantal)"\n'
    '"Nederland";"Nederland   ";"Land      ";"NL00      ";1000\n'
    '"Verzonnen";"Verzonnen   ";"Gemeente  ";"GM9001    ";1000\n'
    '"Wijk 00";"Verzonnen   ";"Wijk      ";"WK900100  ";1000\n'
    '"Dorp";"Verzonnen   ";"Buurt     ";"BU90010000";995\n'
    '"Buitengebied";"Verzonnen   ";"Buurt     ";"BU90010001";.\n'
)


@pytest.fixture
def kwb(tmp_path: Path) -> Path:
    path = tmp_path / "85039NED_kwb2021.csv"
    path.write_text(KWB_2021, encoding="utf-8")
    return path


def test_the_version_is_said(weefsel: Run) -> None:
    assert weefsel("--version").stdout.strip() == __version__


def test_a_table_is_loaded_once_and_shown_with_its_source(weefsel: Run, kwb: Path) -> None:
    first = weefsel("load", "kwb", kwb)
    assert first.returncode == 0, first.stderr
    assert "5 gebieden" in first.stdout
    again = weefsel("load", "kwb", kwb)
    assert "niets nieuws" in again.stdout
    shown = weefsel("status")
    assert "85039NED-2021" in shown.stdout
    assert "CC BY 4.0" in shown.stdout
    record = json.loads(weefsel("status", "--json", "-").stdout)
    assert [(row["source"], row["areas"], row["population"]) for row in record["real"]] == [
        ("85039NED-2021", 5, 1000.0)
    ]
    assert record["fictitious"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("load", "kwb", "weg.csv"), "weg.csv"),
        (("load", "iets", "weg.csv"), "iets"),
        (("scan", "Hengelo"), "Hengelo"),
        (("scan", "GM9001", "--level", "straat"), "straat"),
        (("weigh", "weg.toml"), "weg.toml"),
        (("weigh", "weg.toml", "--memo", "nota.odt"), "nota.odt"),
    ],
)
def test_bad_input_is_one_sentence_and_status_two(
    weefsel: Run, arguments: tuple[str, ...], said: str
) -> None:
    done = weefsel(*arguments)
    assert done.returncode == 2
    assert said in done.stderr or arguments[-1] in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_figure_that_differs_is_refused_and_nothing_is_half_written(
    weefsel: Run, kwb: Path
) -> None:
    weefsel("load", "kwb", kwb)
    kwb.write_text(KWB_2021.replace(";995", ";990"), encoding="utf-8")
    refused = weefsel("load", "kwb", kwb)
    assert refused.returncode == 2
    assert "BU90010000" in refused.stderr
    assert "--replace" in refused.stderr
    kwb.write_text(KWB_2021, encoding="utf-8")
    assert "niets nieuws" in weefsel("load", "kwb", kwb).stdout


def test_a_json_file_is_not_made_where_there_is_no_folder(weefsel: Run, kwb: Path) -> None:
    weefsel("load", "kwb", kwb)
    done = weefsel("status", "--json", "geen/map/status.json")
    assert done.returncode == 2
    assert "map" in done.stderr


def test_english_is_spoken_on_request(weefsel: Run) -> None:
    assert "is not a level" in weefsel("scan", "GM9001", "--level", "straat", lang="en").stderr


def test_help_is_in_the_language_of_the_command(weefsel: Run) -> None:
    assert "Laad een bestand" in weefsel("--help").stdout
    assert "Load a file" in weefsel("--help", lang="en").stdout
