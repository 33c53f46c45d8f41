"""Rooms import one way, and no room escapes the rule."""

from __future__ import annotations

import configparser
import os

from importlinter.cli import lint_imports

from house.project import ROOT, SOURCE, words


def contract(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.read_string(words(ROOT / ".importlinter"))
    return parser[f"importlinter:contract:{name}"]


def rooms() -> set[str]:
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    return {f"weefsel.{one}" for one in folders | {"cli", "terminal"}}


def test_every_room_has_its_place_in_the_order():
    placed = {
        one.strip()
        for line in contract("direction")["layers"].split("\n")
        for one in line.split(":")
    }
    assert placed - {""} == rooms()


def test_every_room_but_the_pages_and_the_command_is_kept_from_django():
    kept = set(contract("library-without-django")["source_modules"].split())
    assert kept == rooms() - {"weefsel.web", "weefsel.cli", "weefsel.commands"}


def test_imports_go_the_way_the_contracts_say(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    before = dict(os.environ)
    status = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert dict(os.environ) == before
    assert status == 0, capsys.readouterr().out
