"""A whole install for the tests of the pages: a home with Weverdam, a server, a browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

import weefsel.web
from weefsel.base.language import compile_catalogues

WIDTHS = {"wide": 1280, "phone": 390}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-3d-apis",  # no WebGL: the drawing of the map, as in some offices
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def home(weverdam_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a home with the example municipality and hashed static files."""
    for each in Path(weefsel.web.__file__).parent.rglob("locale"):
        compile_catalogues(each)
    folder = tmp_path_factory.mktemp("home") / "home"
    shutil.copytree(weverdam_home, folder)
    before = settings.WEEFSEL_HOME, settings.STATIC_ROOT
    settings.WEEFSEL_HOME, settings.STATIC_ROOT = folder, folder / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    yield folder
    settings.WEEFSEL_HOME, settings.STATIC_ROOT = before


@pytest.fixture(autouse=True)
def _quick_log_in(settings) -> None:
    """Ask no second factor and hash passwords fast, save in the tests about those."""
    settings.WEEFSEL_SECOND_FACTOR = frozenset()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def quick_passwords(settings) -> None:
    """Hash passwords in no time: for tests that are not about how they are kept."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def visitor(home: Path, db: None) -> Client:
    """Give somebody who asks for pages without a browser; pages may ask the database."""
    return Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        """Say nothing: the tests say what matters."""


@pytest.fixture(scope="session")
def address(home: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Give the address of a running Weefsel, static files as in production.

    Its pages ask the database at any moment: a test with this has
    ``pytest.mark.django_db(transaction=True)``, so that there is one, and nobody holds it.
    """
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with django_db_blocker.unblock():
        yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Give a real Chromium, or skip where there is none."""
    from playwright.sync_api import sync_playwright

    place = os.environ.get("WEEFSEL_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )
    if not place:
        pytest.skip("no Chromium here: set WEEFSEL_CHROMIUM to its place")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=place, args=QUIET)
        yield browser
        browser.close()
