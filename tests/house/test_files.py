"""The tree keeps the house rules: small files, plain names, nothing of one machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house.project import ROOT, files, words

MOST_LINES = 500
MOST_BYTES = 2_000_000
# Put together from parts, for this file is looked at too.
FORBIDDEN_NAMES = {
    "util" + "s",
    "helper" + "s",
    "manager" + "s",
    "manager",
    "util",
    "helper",
    "misc",
}
HOSTS = ["pythonho" + "sted", "pypi" + r"\.org", "npmjs" + r"\.(?:com|org)", "deb" + r"\.debian"]
MACHINE = re.compile(
    r"(?<![\w.])/(?:wo" + r"rk|fa" + r"rm|ro" + r"ot|home/\w+)/|" + "|".join(HOSTS)
)
CODE = files(".py", ".css", ".js", ".html")
VENDORED = re.compile(r"(^|/)(vendor|vendored|maplibre|utrecht)(/|$)|\.min\.(js|css)$")


def own(path: Path) -> bool:
    return not VENDORED.search(path.relative_to(ROOT).as_posix())


def test_no_file_of_code_is_longer_than_500_lines_without_saying_why():
    long = [
        str(path.relative_to(ROOT))
        for path in CODE
        if own(path)
        and words(path).count("\n") > MOST_LINES
        and "One file, because" not in "\n".join(words(path).splitlines()[:20])
    ]
    assert long == []


def test_no_file_or_folder_has_a_name_that_says_nothing():
    nameless = [
        str(path.relative_to(ROOT))
        for path in files(".py")
        if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    ]
    assert nameless == []


def test_no_file_is_too_large_for_the_repository():
    large = [str(p.relative_to(ROOT)) for p in files() if p.stat().st_size > MOST_BYTES]
    assert large == []


@pytest.mark.parametrize("kind", ["code", "pages", "data"])
def test_nothing_names_a_path_of_a_machine_or_the_host_of_a_registry(kind: str):
    endings = {
        "code": (".py", ".js", ".css", ".html", "run"),
        "pages": (".md", ".cff", ".yml", ".po", ".lock"),
        "data": (".toml", ".json", ".csv", ".txt", ".svg"),
    }[kind]
    found = [
        (str(path.relative_to(ROOT)), hit[0])
        for path in files(*endings)
        if own(path) and (hit := MACHINE.search(words(path)))
    ]
    assert found == []


def test_no_folder_of_tests_stands_for_a_room_that_is_not_there():
    rooms = {p.parent.name for p in (ROOT / "src" / "weefsel").glob("*/__init__.py")}
    tested = {p.relative_to(ROOT / "tests").parts[0] for p in files(".py") if "tests" in p.parts}
    folders = {one for one in tested if not one.endswith(".py")}
    assert folders - rooms - {"house", "cli", "acceptance"} == set()
