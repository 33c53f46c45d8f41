"""What exists is documented: every command, setting, public function, term and decision."""

from __future__ import annotations

import re

import pytest

from house.project import ROOT, files, load, words

DOCS = ROOT / "docs"
generate = load(DOCS / "generate.py")
SETTING = re.compile(r"\bWEEFSEL_[A-Z0-9_]*[A-Z0-9]\b")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_of_commands_is_what_the_command_itself_says(lang: str):
    page = DOCS / ("commands.md" if lang == "nl" else "commands.en.md")
    assert words(page) == generate.commands_page(lang), "run: python docs/generate.py"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_command_argument_and_option_says_what_it_is_for(lang: str):
    silent = [
        (" ".join(command["path"]), one["names"][0])
        for command in generate.read_commands(lang)
        for one in [*command["arguments"], *command["options"]]
        if not one["help"]
    ]
    assert silent == []


def test_the_page_of_the_library_is_what_the_code_says():
    assert words(DOCS / "library.md") == generate.library_page(), "run: python docs/generate.py"


def test_the_page_of_rights_is_what_the_table_says():
    assert words(DOCS / "rights.md") == generate.rights_page(), "run: python docs/generate.py"


def test_every_public_function_and_class_says_what_it_does():
    silent = [
        f"{module.relative_to(ROOT)}: {name}"
        for module in generate.library_modules()
        for name, said in generate.public_names(module)
        if not said.endswith(".")
    ]
    assert silent == []


def settings_used() -> set[str]:
    code = [*files(".py", ".html", ".toml"), ROOT / ".ci" / "run"]
    return {one for path in code for one in SETTING.findall(words(path))}


def test_every_setting_is_documented_and_every_documented_setting_exists():
    documented = set(
        re.findall(r"^\| `(WEEFSEL_[A-Z0-9_]+)`", words(DOCS / "settings.md"), flags=re.M)
    )
    assert documented == settings_used()


def test_no_term_is_in_the_glossary_twice_and_each_has_its_dutch_and_its_source():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in words(DOCS / "glossary.md").splitlines()
        if line.startswith("| ") and not line.startswith("| English")
    ]
    assert all(len(row) == 4 and all(row) for row in rows)
    terms = [row[0] for row in rows]
    assert sorted(terms) == sorted(set(terms))


def test_every_decision_has_its_own_number_and_says_what_was_not_chosen():
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    numbers = [path.name[:3] for path in decisions]
    assert numbers == sorted(set(numbers))
    for path in decisions:
        assert words(path).startswith(f"# {path.name[:3]} "), path.name
        assert "not chosen" in words(path).lower(), path.name
