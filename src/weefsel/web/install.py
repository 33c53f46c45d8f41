"""What one install keeps for its pages: a secret key, a database address, hashed files."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weefsel.base.errors import InputError
from weefsel.base.language import text

KEY_BYTES = 50  # what Django itself makes for a new project


def secret_key(home: Path) -> str:
    """Give the secret of this install: from the environment, else made once and kept."""
    given = os.environ.get("WEEFSEL_SECRET_KEY")
    if given:
        return given
    place = home / "secret_key"
    if not place.exists():
        home.mkdir(parents=True, exist_ok=True)
        _write_once(place, secrets.token_urlsafe(KEY_BYTES))
    return place.read_text(encoding="ascii").strip()


def _write_once(place: Path, content: str) -> None:
    """Write a private file whole; when another process was first, keep its content."""
    handle, name = tempfile.mkstemp(dir=place.parent)  # readable by its owner only
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
    try:
        os.link(name, place)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)


def database(home: Path, url: str | None) -> dict[str, Any]:
    """Give Django's database settings: SQLite in the home folder, or the PostgreSQL of a URL.

    Raises ``InputError`` when the URL is not one of PostgreSQL.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "weefsel.sqlite3",
            "OPTIONS": {
                # Readers and one writer at the same time; waits its turn instead of failing.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise InputError(
            text("this is not the address of a PostgreSQL database."),
            where="WEEFSEL_DATABASE_URL",
            todo=text("Write it as postgresql://user:password@host:port/name."),
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


def prepare() -> None:
    """Make the database and the hashed static files ready; quick when nothing changed."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weefsel.web.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
