"""run.py begins on any computer, or says in one sentence what is missing and how to get it."""

from __future__ import annotations

import ast
import errno
import json
import re
import socket
import stat
import string
import subprocess
import sys
from pathlib import Path

import pytest

from house.project import ROOT, load, words

SOURCE = words(ROOT / "run.py")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Give run.py as if it stood in a folder of its own."""
    module = load(ROOT / "run.py")
    for lock in ("requirements.lock", "requirements-test.lock", "requirements-uv.lock"):
        (tmp_path / lock).write_text(words(ROOT / lock), encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.delenv("WEEFSEL_LANG", raising=False)
    monkeypatch.delenv("WEEFSEL_PORT", raising=False)
    return module


def test_it_needs_nothing_but_python_itself():
    imported = {
        (one.names[0].name if isinstance(one, ast.Import) else str(one.module)).partition(".")[0]
        for one in ast.walk(ast.parse(SOURCE))
        if isinstance(one, ast.Import | ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names


def test_an_old_python_can_read_it_far_enough_to_say_that_it_is_old():
    assert ast.parse(SOURCE, feature_version=(3, 6))


def test_an_old_python_is_told_which_one_is_needed(run):
    with pytest.raises(run.Problem, match=r"Python 3\.11 of nieuwer nodig en dit is 3\.9\.18"):
        run.check_python((3, 9, 18))
    assert run.check_python((3, 12, 0)) is None


def test_the_oldest_python_is_the_same_everywhere(run):
    oldest = ".".join(map(str, run.OLDEST_PYTHON))
    assert f'requires-python = ">={oldest}"' in words(ROOT / "pyproject.toml")
    assert f"Python {oldest} of nieuwer" in words(ROOT / "README.md")


def test_every_sentence_is_there_in_dutch_and_english_with_the_same_open_places(run):
    for key, (dutch, english) in run.WORDS.items():
        places = [
            {name for _, name, _, _ in string.Formatter().parse(said) if name}
            for said in (dutch, english)
        ]
        assert places[0] == places[1], key
        assert dutch != english, key


def test_a_problem_is_one_sentence(run):
    problems = {key for key, _ in run.SIGNS} | {"old_python", "no_venv", "port_used", "unknown"}
    for key in problems:
        for said in run.WORDS[key]:
            assert not re.search(r"[.!?] [A-Z]", said), said
            assert said.endswith(".")


def test_it_speaks_english_when_asked(run, monkeypatch):
    monkeypatch.setenv("WEEFSEL_LANG", "en")
    assert run.words("stopped") == "Weefsel has stopped."


# What venv, pip 23 and uv 0.13 wrote when each was made to fail.
@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("OSError: [Errno 28] No space left on device", "no_space"),
        ("error: failed to write: Read-only file system (os error 30)", "no_write"),
        ("Error: [Errno 13] Permission denied: '/opt/weefsel/.venv'", "no_write"),
        ("Retrying after connection broken by NewConnectionError('...')", "no_network"),
        ("Caused by: dns error: failed to lookup address information", "no_network"),
        ("invalid peer certificate: UnknownIssuer", "no_certificate"),
        ("Hash mismatch for `polars==2.1.0`", "wrong_hash"),
        ("ERROR: No matching distribution found for uv==0.13.9", "no_package"),
        ("something nobody foresaw", "step_failed"),
    ],
)
def test_what_a_tool_wrote_becomes_a_problem_that_a_person_can_solve(run, written, problem):
    found = run.classify(f"Looking in indexes\n{written}\n", "uv pip sync")
    assert found.key == problem
    assert str(found)


def test_the_settings_of_pip_hold_for_uv_too(run):
    said = (
        "global.index-url='https://index.example/simple'\n"
        "global.extra-index-url='https://one.example https://two.example'\n"
        "global.cert='/etc/ssl/own.pem'\n"
        "install.find-links='/wheels'\n"
        ":env:.index-url='https://other.example/simple'\n"
        "list.format='columns'\n"
    )
    assert run.uv_settings(said) == {
        "UV_DEFAULT_INDEX": "https://other.example/simple",
        "UV_INDEX": "https://one.example https://two.example",
        "UV_FIND_LINKS": "/wheels",
        "SSL_CERT_FILE": "/etc/ssl/own.pem",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_SYSTEM_CERTS": "1",
    }


def test_pip_without_settings_gives_uv_none_of_its_own(run):
    assert set(run.uv_settings("")) == {"UV_INDEX_STRATEGY", "UV_SYSTEM_CERTS"}


def test_an_index_that_is_switched_off_stays_off(run):
    assert run.uv_settings("global.no-index='true'")["UV_NO_INDEX"] == "1"
    assert "UV_NO_INDEX" not in run.uv_settings("global.no-index='false'")


def stamp(run, *, test: bool) -> dict[str, str]:
    filled = {"start": run.fingerprint(run.LOCK)}
    return filled | ({"test": run.fingerprint(run.TEST_LOCK)} if test else {})


def test_a_first_start_takes_the_small_lock_and_a_second_start_takes_nothing(run):
    assert run.needed_lock({}, for_tests=False) == run.LOCK
    assert run.needed_lock(stamp(run, test=False), for_tests=False) is None


def test_an_environment_filled_for_tests_serves_to_start_and_is_never_made_smaller(run):
    assert run.needed_lock(stamp(run, test=True), for_tests=False) is None
    assert run.needed_lock(stamp(run, test=True), for_tests=True) is None
    assert run.needed_lock(stamp(run, test=False), for_tests=True) == run.TEST_LOCK


@pytest.mark.parametrize("for_tests", [False, True])
def test_a_changed_lock_fills_the_environment_anew(run, for_tests):
    before = stamp(run, test=for_tests)
    for lock in (run.LOCK, run.TEST_LOCK):
        (run.ROOT / lock).write_text("polars==99\n", encoding="utf-8")
    wanted = run.TEST_LOCK if for_tests else run.LOCK
    assert run.needed_lock(before, for_tests=for_tests) == wanted


@pytest.mark.parametrize("left", ["", "{", "[]", '{"start": 1'])
def test_a_stamp_that_was_cut_off_counts_as_no_stamp(run, left):
    run.VENV.mkdir()
    run.STAMP.write_text(left, encoding="utf-8")
    assert run.read_stamp() == {}


def test_a_set_up_that_failed_leaves_no_stamp(run, monkeypatch):
    run.VENV.mkdir()
    run.STAMP.write_text(json.dumps({"root": "elsewhere", "start": "old"}), encoding="utf-8")
    monkeypatch.setattr(run, "make_environment", lambda: None)

    def fail(lock: str) -> None:
        raise run.Problem("no_network")

    monkeypatch.setattr(run, "fill_environment", fail)
    with pytest.raises(run.Problem):
        run.set_up()
    assert run.read_stamp() == {}


def test_a_missing_lock_is_named(run, capsys):
    (run.ROOT / run.LOCK).unlink()
    assert run.main(["weefsel"]) == 2
    assert "requirements.lock ontbreekt" in capsys.readouterr().err


def test_a_python_without_venv_is_told_what_to_install(run, monkeypatch, capsys):
    real = run.importlib.util.find_spec
    monkeypatch.setattr(
        run.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else real(name)
    )
    assert run.main(["weefsel"]) == 2
    said = capsys.readouterr().err
    assert "ensurepip" in said
    assert "sudo apt install python3-venv" in said
    assert not run.VENV.exists()


def test_a_folder_in_which_nobody_may_write_is_said_to_be_so(run, monkeypatch, capsys):
    def refuse() -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(run.VENV))

    monkeypatch.setattr(run, "make_environment", refuse)
    assert run.main(["weefsel"]) == 2
    assert "mag niet worden geschreven" in capsys.readouterr().err


def test_the_port_comes_from_the_option_then_the_setting_then_is_8000(run, monkeypatch):
    assert run.read_port([]) == 8000
    monkeypatch.setenv("WEEFSEL_PORT", "8123")
    assert run.read_port([]) == 8123
    assert run.read_port(["--port", "8124"]) == 8124
    assert run.read_port(["--port=8125"]) == 8125


@pytest.mark.parametrize("given", ["", "0", "65536", "-1", "http", "8000.5", "²"])
def test_what_is_not_a_port_is_refused(run, given):
    with pytest.raises(run.Problem, match="is geen poort"):
        run.read_port(["--port", given])


def test_a_port_that_is_taken_is_said_before_anything_is_set_up(run, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert run.main(["--port", str(port)]) == 2
    said = capsys.readouterr().err
    assert f"Poort {port} is al in gebruik" in said
    assert not run.VENV.exists()


def test_a_word_that_it_does_not_know_is_refused(run, capsys):
    assert run.main(["tset"]) == 2
    assert "kent 'tset' niet" in capsys.readouterr().err


def program(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_browser_is_the_one_that_is_named_or_the_one_that_is_found(run, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    found = program(tmp_path, "google-chrome")
    named = program(tmp_path, "mine")
    monkeypatch.delenv("WEEFSEL_CHROMIUM", raising=False)
    assert run.find_browser() == str(found)
    monkeypatch.setenv("WEEFSEL_CHROMIUM", str(named))
    assert run.find_browser() == str(named)


def test_without_a_browser_and_without_apt_it_says_how_to_get_one(run, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("WEEFSEL_CHROMIUM", raising=False)
    with pytest.raises(run.Problem, match="sudo apt install chromium"):
        run.find_browser()
    monkeypatch.setenv("WEEFSEL_CHROMIUM", str(tmp_path / "nowhere"))
    with pytest.raises(run.Problem, match="dat is geen programma"):
        run.find_browser()


def test_all_checks_run_even_when_one_fails_and_the_failed_ones_are_named(run, monkeypatch, capfd):
    ok, wrong = [sys.executable, "-c", ""], [sys.executable, "-c", "raise SystemExit(1)"]
    monkeypatch.setattr(run, "set_up", lambda for_tests: None)
    monkeypatch.setattr(run, "find_browser", lambda: "chromium")
    monkeypatch.setattr(
        run, "checks", lambda arguments: {"ruff": wrong, "mypy": ok, "pytest": wrong}
    )
    assert run.main(["test"]) == 1
    said = capfd.readouterr().out
    assert "== mypy" in said
    assert said.rstrip().endswith("Niet goed: ruff, pytest.")


def test_tests_never_touch_what_the_user_keeps(run, monkeypatch, tmp_path):
    seen = tmp_path / "seen"
    code = (
        f"import os, pathlib; pathlib.Path({str(seen)!r}).write_text(os.environ['WEEFSEL_HOME'])"
    )
    monkeypatch.setenv("WEEFSEL_HOME", str(tmp_path / "precious"))
    monkeypatch.setattr(run, "set_up", lambda for_tests: None)
    monkeypatch.setattr(run, "find_browser", lambda: "chromium")
    monkeypatch.setattr(run, "checks", lambda arguments: {"one": [sys.executable, "-c", code]})
    assert run.main(["test"]) == 0
    assert Path(seen.read_text()) not in (tmp_path / "precious", run.ROOT / "var")


def test_with_arguments_only_pytest_runs_with_them(run, monkeypatch):
    assert list(run.checks(["tests/scan"])) == ["pytest"]
    assert run.checks(["tests/scan"])["pytest"][-1] == "tests/scan"
    monkeypatch.delenv("WEEFSEL_TEST_POSTGRES", raising=False)
    assert set(run.checks([])) == {"ruff", "ruff format", "mypy", "import-linter", "pytest"}


def test_where_a_postgresql_is_named_the_listed_tests_run_on_it_as_well(run, monkeypatch):
    monkeypatch.setattr(run, "ROOT", ROOT)
    monkeypatch.setenv("WEEFSEL_TEST_POSTGRES", "postgresql://a:b@127.0.0.1:5432/postgres")
    command = run.checks([])["pytest on PostgreSQL"]
    listed = run.on_postgres()
    assert command[-len(listed) :] == listed
    assert listed
    assert [one for one in listed if not (ROOT / one).is_file()] == []
    assert run.database_for("pytest") == {}
    address = run.database_for("pytest on PostgreSQL")["WEEFSEL_DATABASE_URL"]
    assert address.startswith("postgresql://a:b@127.0.0.1:5432/weefsel_")


def test_the_command_runs_in_the_users_own_folder_and_keeps_beside_run_py(run, monkeypatch):
    monkeypatch.delenv("WEEFSEL_HOME", raising=False)
    assert run.environment()["WEEFSEL_HOME"] == str(run.ROOT / "var")
    monkeypatch.setenv("WEEFSEL_HOME", "mine")
    assert run.environment()["WEEFSEL_HOME"] == "mine"


def test_the_help_needs_no_set_up():
    done = subprocess.run(
        [sys.executable, ROOT / "run.py", "--help"], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0
    assert "python3 run.py test" in done.stdout
