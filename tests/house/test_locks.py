"""The locks name exact packages with their hashes and no address, and hold what the code needs."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from house.project import ROOT, SOURCE, words

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-uv.lock")
PROJECT = tomllib.loads(words(ROOT / "pyproject.toml"))["project"]
# Packages whose import has another name than the package.
IMPORTED_AS = {
    "salib": "SALib",
    "python-stdnum": "stdnum",
    "python-docx": "docx",
    "pillow": "PIL",
    "django-ninja": "ninja",
    "pyjwt": "jwt",
    "mozilla-django-oidc": "mozilla_django_oidc",
    "django-two-factor-auth": "two_factor",
    "django-simple-history": "simple_history",
    "django-otp": "django_otp",
    "django-oauth-toolkit": "oauth2_provider",
    "django-axes": "axes",
    "django-csp": "csp",
    "tomli-w": "tomli_w",
    "vl-convert-python": "vl_convert",
    "import-linter": "importlinter",
    "pyyaml": "yaml",
}
# Packages that are used without an import: by name in settings, or by another package.
NOT_IMPORTED = {
    "whitenoise": "the pages' settings name its middleware and storage",
    "django-csp": "the pages' settings name its middleware",
    "fastexcel": "Polars reads spreadsheets with it",
}


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", words(ROOT / lock), flags=re.M))


def name(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement)[0].lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str):
    assert not re.findall(
        r"https?://|file:|--?(?:extra-)?index-url|--find-links", words(ROOT / lock)
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_in_a_lock_has_a_hash(lock: str):
    blocks = re.split(r"^(?=[a-z0-9])", words(ROOT / lock), flags=re.M)
    packages = [block for block in blocks if "==" in block.partition("\n")[0]]
    assert packages
    assert [p.partition(" ")[0] for p in packages if "--hash=sha256:" not in p] == []


def test_the_lock_for_tests_holds_the_other_in_the_same_versions():
    start, test = pins("requirements.lock"), pins("requirements-test.lock")
    assert {one: test.get(one) for one in start} == start


def test_every_package_of_the_project_is_in_its_lock():
    start, test = pins("requirements.lock"), pins("requirements-test.lock")
    extras = PROJECT["optional-dependencies"]
    assert [one for one in map(name, PROJECT["dependencies"]) if one not in start] == []
    assert [one for extra in extras.values() for one in map(name, extra) if one not in test] == []


def imported(*folders: Path) -> set[str]:
    """Give the packages that code imports, those of Python itself left out."""
    found = set()
    for path in [one for folder in folders for one in folder.rglob("*.py")]:
        for node in ast.walk(ast.parse(words(path))):
            if isinstance(node, ast.Import):
                found |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"weefsel"}


def test_the_code_imports_what_the_project_names_and_nothing_else():
    named = {IMPORTED_AS.get(one, one) for one in map(name, PROJECT["dependencies"])}
    optional = {IMPORTED_AS.get(one, one) for one in NOT_IMPORTED}
    assert imported(SOURCE) <= named
    assert named - optional <= imported(SOURCE)


def test_tests_and_benchmarks_import_nothing_that_the_project_does_not_name():
    extras = [one for extra in PROJECT["optional-dependencies"].values() for one in extra]
    named = {IMPORTED_AS.get(one, one) for one in map(name, [*PROJECT["dependencies"], *extras])}
    tests = ROOT / "tests"
    ours = {path.stem for path in [*tests.rglob("*.py"), *tests.iterdir()]}
    assert imported(tests, ROOT / "benchmarks") - ours <= named
