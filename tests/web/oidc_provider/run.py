"""Run the provider: ``python run.py PORT REDIRECT_URI``. It lives in memory and in a folder.

A real one: its own log-in page, sessions, code, PKCE, RSA key. ``POST /fault/`` with ``kind``
makes it lie in its next ID tokens, in the way that ``faults.py`` knows by that name.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

HERE = Path(__file__).parent
CLIENT, SECRET = "weefsel-test", "een-geheim-voor-de-proef"
PEOPLE = {  # name -> groups, methods of logging in
    "ans": (["weefsel-beleid"], ["pwd"]),
    "bea": (["weefsel-beleid"], ["pwd", "mfa"]),
    "cor": ([], ["pwd"]),
    "dre": (["weefsel-raad"], ["pwd"]),
}
PASSWORD = "alleen voor de proef"


def key() -> str:
    """Make an RSA key."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def configure(port: int, folder: Path) -> None:
    """Set Django up as a provider."""
    import django
    from django.conf import settings

    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    sys.path.insert(0, str(HERE))
    settings.configure(
        SECRET_KEY="proef",
        DEBUG=True,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="provider_urls",
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "p.sqlite3"}
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        # Cookies of this computer are shared by all its ports: names of our own.
        SESSION_COOKIE_NAME="provider",
        CSRF_COOKIE_NAME="provider_csrf",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "APP_DIRS": True,
            }
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        LOGIN_URL="/log-in/",
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key(),
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}/o",
            "OIDC_RP_INITIATED_LOGOUT_ENABLED": True,
            "OAUTH2_VALIDATOR_CLASS": "provider_claims.Claims",
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "openid", "email": "email", "profile": "profile"},
        },
    )
    django.setup()


def fill(redirects: list[str]) -> None:
    """Make the tables, the people and the client."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, password=PASSWORD, first_name=f"Proef {name}")
    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        redirect_uris=" ".join(redirects),
        post_logout_redirect_uris=" ".join(f"{each.split('/oidc')[0]}/" for each in redirects),
        skip_authorization=True,
        name="Weefsel",
    )


def lying(application: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Put a layer around the provider that can make its tokens lie."""
    from faults import FAULTS

    kind = {"now": ""}

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/fault/":
            size = int(environ.get("CONTENT_LENGTH") or 0)
            kind["now"] = environ["wsgi.input"].read(size).decode()
            start("204 No Content", [])
            return [b""]
        if kind["now"] == "down":
            start("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"down"]
        if environ["PATH_INFO"] != "/o/token/" or not kind["now"]:
            return application(environ, start)
        seen: list[Any] = []
        body = b"".join(application(environ, lambda *said: seen.append(said)))
        status, headers = seen[0][0], seen[0][1]
        found = json.loads(body)
        if "id_token" in found:
            found["id_token"] = FAULTS[kind["now"]](found["id_token"])
        body = json.dumps(found).encode()
        kept = [(name, value) for name, value in headers if name != "Content-Length"]
        start(status, [*kept, ("Content-Length", str(len(body)))])
        return [body]

    return answer


class Server(ThreadingMixIn, WSGIServer):
    """Answers several questions at once."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Says nothing."""

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until stopped."""
    port, *redirects = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        configure(int(port), Path(folder))
        fill(redirects)
        from django.core.wsgi import get_wsgi_application

        server = make_server("127.0.0.1", int(port), lying(get_wsgi_application()), Server, Silent)
        print("ready", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
