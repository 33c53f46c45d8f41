"""What one install keeps for its pages: a secret key, a database address, hashed files."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from weefsel.base.errors import InputError
from weefsel.base.home import home
from weefsel.base.language import text
from weefsel.base.swap import decided

KEY_BYTES = 50  # what Django itself makes for a new project


def secret_key(home: Path) -> str:
    """Give the secret of this install: from the environment, else made once and kept.

    Raises ``InputError`` when the file that ``WEEFSEL_SECRET_KEY_FILE`` names holds none.
    """
    given = os.environ.get("WEEFSEL_SECRET_KEY")
    if given:
        return given
    if named := os.environ.get("WEEFSEL_SECRET_KEY_FILE"):
        return _read_key(Path(named))
    place = home / "secret_key"
    if not place.exists():
        home.mkdir(parents=True, exist_ok=True)
        _write_once(place, secrets.token_urlsafe(KEY_BYTES))
    return place.read_text(encoding="ascii").strip()


def old_secret_keys(home: Path) -> list[str]:
    """Give the secret that was in use before, so that what it signed still holds for a while.

    It stands beside the present one, in a file whose name ends in ``.old``.
    """
    named = os.environ.get("WEEFSEL_SECRET_KEY_FILE")
    present = Path(named) if named else home / "secret_key"
    old = present.with_name(present.name + ".old")
    return [_read_key(old)] if old.is_file() else []


def _read_key(place: Path) -> str:
    try:
        found = place.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        found = ""
    if not found:
        raise InputError(
            text("this file holds no secret key that can be read."),
            where=str(place),
            todo=text("Check WEEFSEL_SECRET_KEY_FILE and that Weefsel may read the file."),
        )
    return found


def database_url() -> str | None:
    """Give the address of the database from the environment: ours, else the common one."""
    return os.environ.get("WEEFSEL_DATABASE_URL") or os.environ.get("DATABASE_URL") or None


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
                # FULL: what was said to be stored is there after a power cut too.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
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
        # What stands behind a question mark counts too: sslmode=verify-full, for one.
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def set_up() -> None:
    """Make Django ready to be used by a command."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weefsel.web.settings")
    django.setup()


def finish_restore(home: Path) -> None:
    """Finish a restore that was broken off after it was decided; every door asks this first."""
    if decided(home):
        set_up()
        from weefsel.web.keep.restore import finish

        finish(home)


def _keep_private(file: Path) -> None:
    """Let nobody but the owner read the database; what SQLite makes beside it later follows."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    if os.name != "posix":
        return
    for each in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
        if each.is_file() and each.stat().st_uid == os.geteuid():
            each.chmod(0o600)


def renew_social_map() -> None:
    """Take the social map of the home folder over in the database, where there is one already.

    Without a database the pages read the folder, and ``prepare`` takes it over at the start.
    """
    if database_url() is None and not (home() / "weefsel.sqlite3").exists():
        return
    set_up()
    from django.core.management import call_command

    from weefsel.web.social_map import take_over

    call_command("migrate", interactive=False, verbosity=0)
    take_over.renew()


def prepare() -> None:
    """Make the database and the hashed static files ready; quick when nothing changed."""
    from django.core.management import call_command

    finish_restore(home())
    set_up()
    if database_url() is None:
        _keep_private(home() / "weefsel.sqlite3")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("clearsessions")
    from weefsel.web.choose.portfolio import example
    from weefsel.web.interpret import example as interpreted
    from weefsel.web.login import example_users
    from weefsel.web.social_map import take_over

    example_users.renew()
    example.renew()
    interpreted.renew()
    take_over.renew()
