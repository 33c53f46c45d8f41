"""The files that tell others about the project are whole, valid and true."""

from __future__ import annotations

import fnmatch
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from typing import Any

import pytest
import yaml

from house.project import ROOT, SOURCE, words
from weefsel import __version__

# Lists of the publiccode.yml standard 0.4: core schema, categories-list and scope-list.
PLATFORMS = {"web", "windows", "mac", "linux", "ios", "android"}
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
CATEGORIES = {
    "budgeting",
    "data-analytics",
    "data-visualization",
    "geographic-information-systems",
    "predictive-analysis",
}
SCOPES = {"local-authorities", "society", "welfare"}
PUBLICCODE = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}
# Points of the Model DPIA Rijksdienst; fields of the Publicatiestandaard that must be filled.
DPIA_POINTS = 17
REGISTER_FIELDS = (
    "Korte omschrijving",
    "Organisatie",
    "Status",
    "Publicatiecategorie",
    "Doel en impact",
    "Afwegingen",
    "Menselijke tussenkomst",
    "Risicobeheer",
    "Wettelijke basis",
    "Gegevens",
    "Technische werking",
    "Leverancier",
)
ASKS_DJANGO = """
import json, os, tempfile
os.environ["WEEFSEL_HOME"] = tempfile.mkdtemp()
os.environ["DJANGO_SETTINGS_MODULE"] = "weefsel.web.settings"
import django
django.setup()
from weefsel.web.keep import algorithms, personal_data
print(json.dumps({
    "differences": personal_data.differences(),
    "tables": sorted(personal_data.tables()),
    "code": [one.code for one in algorithms.algorithms()],
    "names": [one.fields["name"] for one in algorithms.algorithms()],
    "summaries": [one.fields["summary"] for one in algorithms.algorithms()],
    "dpia": personal_data.page(), "register": algorithms.page(),
}))
"""


@cache
def declared() -> dict[str, Any]:
    """Ask the pages' own code, in a process of its own, what it declares."""
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", ASKS_DJANGO],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = yaml.safe_load(done.stdout)
    return found


def test_publiccode_has_what_the_standard_asks():
    found = yaml.safe_load(words(ROOT / "publiccode.yml"))
    assert set(found) >= PUBLICCODE
    assert found["publiccodeYmlVersion"] == "0.4"
    assert found["url"].startswith("https://")
    assert set(found["platforms"]) <= PLATFORMS
    assert found["developmentStatus"] in STATUSES
    assert found["softwareType"] == "standalone/web"
    assert set(found["categories"]) <= CATEGORIES
    assert set(found["intendedAudience"]["scope"]) <= SCOPES
    assert found["legal"]["license"] == "EUPL-1.2"
    assert all(one["name"] for one in found["maintenance"]["contacts"])
    assert found["localisation"]["localisationReady"] is True
    assert set(found["localisation"]["availableLanguages"]) == {"nl", "en"}
    for said in found["description"].values():
        assert len(said["shortDescription"]) <= 150
        assert 150 <= len(said["longDescription"]) <= 10_000
        assert said["features"]
        assert all(len(one) <= 100 for one in said["features"])


def test_nobody_and_no_address_is_invented():
    """Whoever publishes the repository fills these in; until then they say that they are empty."""
    record = words(ROOT / "publiccode.yml")
    found = yaml.safe_load(record)
    assert found["url"].split("/")[2].endswith(".example")
    assert "email" not in found["maintenance"]["contacts"][0]
    assert "cannot exist" in re.sub(r"\s*# ", " ", record).replace("\n", " ")
    for name in ("SECURITY.md", "CONTRIBUTING.md"):
        assert not re.search(r"[\w.]+@[\w.]+\.\w+", words(ROOT / name)), name
        assert "whoever publishes" in re.sub(r"\s+", " ", words(ROOT / name))


def test_the_citation_has_what_cff_1_2_asks():
    found = yaml.safe_load(words(ROOT / "CITATION.cff"))
    assert found["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(found)
    assert found["type"] == "software"
    assert str(found["version"]) == __version__
    assert found["license"] == tomllib.loads(words(ROOT / "pyproject.toml"))["project"]["license"]
    assert all("name" in one or "family-names" in one for one in found["authors"])
    assert all({"type", "title", "authors"} <= set(one) for one in found["references"])


@pytest.mark.parametrize(
    "name", ["SECURITY.md", "CONTRIBUTING.md", "docs/keeping.md", "docs/dpia.md"]
)
def test_what_a_page_links_to_is_there(name: str):
    page = ROOT / name
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", words(page))
    assert [one for one in links if not (page.parent / one).exists()] == []


def test_the_dpia_has_every_point_of_the_model():
    points = [int(one) for one in re.findall(r"^\*\*(\d+)\. ", words(ROOT / "docs/dpia.md"), re.M)]
    assert points == list(range(1, DPIA_POINTS + 1))


def test_every_field_of_every_table_is_declared_and_the_dpia_says_so():
    assert declared()["differences"] == [], "tell it in src/weefsel/web/keep/personal_data.toml"
    page = words(ROOT / "docs" / "dpia.md")
    assert declared()["dpia"] in page, "run: python docs/generate.py"
    assert [one for one in declared()["tables"] if f"`{one}" not in page] == []


def test_the_register_has_the_fields_of_the_standard_and_follows_the_code():
    page = words(ROOT / "docs" / "algorithm-register.md")
    assert declared()["register"] in page, "run: python docs/generate.py"
    for part in page.split("\n## ")[1:]:
        for field in REGISTER_FIELDS:
            assert re.search(rf"^\| {field} \| \S", part, re.M), (part[:40], field)
    assert all(len(one) < 100 for one in declared()["names"])
    assert all(len(one) < 350 for one in declared()["summaries"])


def orders_by_score() -> set[str]:
    """Give the files that handle scores and put something in order."""
    sorts = re.compile(r"\.sort\(|sorted\(|lexsort|argsort|\brank\(")
    return {
        path.relative_to(ROOT).as_posix()
        for path in SOURCE.rglob("*.py")
        if sorts.search(words(path)) and re.search(r"\bscores?\b", words(path))
    }


def test_whatever_orders_areas_by_score_is_told_in_the_register():
    listed = tomllib.loads(words(SOURCE / "web" / "keep" / "algorithms.toml"))
    told = [pattern for code in declared()["code"] for pattern in code]
    files = {path.relative_to(ROOT).as_posix() for path in SOURCE.rglob("*.py")}
    assert [one for one in told if not fnmatch.filter(files, one)] == []
    assert set(listed["no_order"]) <= files
    untold = {
        one
        for one in orders_by_score() - set(listed["no_order"])
        if not any(fnmatch.fnmatch(one, pattern) for pattern in told)
    }
    assert untold == set(), "tell them in src/weefsel/web/keep/algorithms.toml"
