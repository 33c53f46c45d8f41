"""Settings of the pages, all from the environment; what is not set is safe.

``WEEFSEL_HOME`` (folder of the install), ``WEEFSEL_SECRET_KEY``, ``WEEFSEL_DATABASE_URL``
(PostgreSQL instead of SQLite), ``WEEFSEL_HOSTS`` (names under which it is served, with
commas), ``WEEFSEL_HTTPS`` (1 behind a secure door), ``WEEFSEL_DEBUG`` (1 for makers only).
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from weefsel.base.home import home
from weefsel.web.install import database, secret_key


def _on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


HERE = Path(__file__).resolve().parent
WEEFSEL_HOME = home()

SECRET_KEY = secret_key(WEEFSEL_HOME)
DEBUG = _on("WEEFSEL_DEBUG")
HOSTS = [name.strip() for name in os.environ.get("WEEFSEL_HOSTS", "").split(",") if name.strip()]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *HOSTS]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in HOSTS if not name.startswith("*")]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "csp",
    "weefsel.web",
    "weefsel.web.accounts",
    "weefsel.web.see",
    "weefsel.web.choose",
    "weefsel.web.provenance",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "weefsel.web.middleware.Manners",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "weefsel.web.middleware.Mistakes",
]
ROOT_URLCONF = "weefsel.web.urls"
WSGI_APPLICATION = "weefsel.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "weefsel.web.frame.frame",
            ],
            "builtins": [
                "weefsel.web.templatetags.figures",
                "weefsel.web.templatetags.shapes",
                "weefsel.web.templatetags.evidence",
            ],
        },
    }
]

DATABASES = {"default": database(WEEFSEL_HOME, os.environ.get("WEEFSEL_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = WEEFSEL_HOME / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Nothing inline, nothing from elsewhere: what is not named here is refused.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "weefsel.web.mistakes.csrf"
if _on("WEEFSEL_HTTPS"):
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000  # one year, what internet.nl asks for
    SECURE_HSTS_INCLUDE_SUBDOMAINS = False

# A recipe is a page of text: a larger form is a mistake or an attack.
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144
FILE_UPLOAD_MAX_MEMORY_SIZE = 262_144
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 1

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
