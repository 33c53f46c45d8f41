"""The README's two commands are there, and every page leads to where it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house.project import ROOT, files, load, words

README = words(ROOT / "README.md")
PAGES = [path for path in files(".md") if path.parent == ROOT or "docs" in path.parts]


def commands() -> list[str]:
    return [
        line
        for block in re.findall(r"```\n(.*?)```", README, flags=re.S)
        for line in block.splitlines()
    ]


def test_the_readme_gives_the_command_to_start_and_the_one_to_test():
    assert commands() == ["python3 run.py", "python3 run.py test"]


def test_the_machine_that_checks_runs_the_command_of_the_readme():
    assert '"$python" run.py test' in words(ROOT / ".ci" / "run")


def test_the_readme_opens_with_a_picture():
    first = README.split("\n\n")[1]
    assert re.match(r"!\[.{20,}\]\(docs/images/\w+\.png\)", first)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", words(page))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_the_licence_is_whole():
    licence = words(ROOT / "LICENSE")
    articles = [int(n) for n in re.findall(r"^(\d+)\. [A-Z]", licence, flags=re.M)]
    assert articles == list(range(1, 16))
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in licence
    assert licence.rstrip().endswith("EUPL version.")


def test_citation_and_changelog_speak_of_this_version():
    version = re.search(r'__version__ = "([^"]+)"', words(ROOT / "src/weefsel/__init__.py"))
    assert version is not None
    assert f"version: {version[1]}" in words(ROOT / "CITATION.cff")


def test_the_changelog_keeps_its_rubrics_in_order():
    text = words(ROOT / "CHANGELOG.md")
    rubrics = re.search(r"^Rubrics: (.+)\.$", text, flags=re.M)
    assert rubrics is not None
    order = rubrics[1].split(", ")
    for version in re.split(r"^## ", text, flags=re.M)[1:]:
        used = re.findall(r"^### (.+)$", version, flags=re.M)
        assert used == [one for one in order if one in used]


def test_run_py_tells_how_it_is_used():
    run = load(ROOT / "run.py")
    for usage in run.USAGE:
        assert [line.split("  ")[0].split(" [")[0] for line in usage.splitlines()] == [
            "python3 run.py",
            "python3 run.py test",
            "python3 run.py weefsel ...",
        ]
