"""``weefsel check``: a grade for an install on the screen, as JSON and as an exit status."""

from __future__ import annotations

import json

from cli.installs import Install


def test_an_install_that_was_never_started_is_not_graded(tmp_path):
    done = Install(tmp_path / "home").weefsel("check")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "home" / "weefsel.sqlite3").exists()


def test_an_install_is_graded_and_only_strict_ends_with_one(tmp_path):
    install = Install(tmp_path / "home")
    install.do(["run", "from weefsel.web.install import prepare; prepare()"])
    done = install.weefsel("check", "--json", "-", WEEFSEL_DEBUG="1", WEEFSEL_LANG="nl")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["schema"] == "weefsel.check/1"
    assert record["grade"] == "wrong"
    (debug,) = (one for one in record["checks"] if one["id"] == "debug")
    assert debug["grade"] == "wrong"
    assert "Haal WEEFSEL_DEBUG weg" in debug["mend"]
    strict = install.weefsel("check", "--strict", WEEFSEL_DEBUG="1")
    assert strict.returncode == 1
    assert "[wrong] WEEFSEL_DEBUG is on." in strict.stdout
    assert strict.stderr == ""
