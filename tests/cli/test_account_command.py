"""``weefsel account`` in a process of its own; what else it does: tests/web/test_founding.py."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from cli.running import Run


def test_a_house_is_made_and_its_administrator_invited(weefsel: Run, tmp_path: Path) -> None:
    made = weefsel(
        "account", "house", "Gemeente Hier", "--kind", "municipality", "--area", "GM0164"
    )
    assert made.returncode == 0, made.stderr
    assert "gemeente-hier" in made.stdout
    link = weefsel(
        "account",
        "invite",
        "--house",
        "gemeente-hier",
        "--role",
        "administrator",
        "--address",
        "https://weefsel.example.org/",
    )
    assert link.returncode == 0, link.stderr
    token = re.search(r"https://weefsel\.example\.org/uitnodiging/([\w-]{40,})/", link.stdout)[1]
    with sqlite3.connect(tmp_path / "home" / "weefsel.sqlite3") as database:
        kept = database.execute("SELECT role, token_hash FROM accounts_invitation").fetchall()
    assert kept[0][0] == "administrator"
    assert token not in kept[0][1]
