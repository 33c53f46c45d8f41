"""Settings of the pages, all from the environment; what is not set is safe.

``WEEFSEL_HOME`` (folder of the install), ``WEEFSEL_SECRET_KEY``, ``WEEFSEL_DATABASE_URL``
(PostgreSQL instead of SQLite), ``WEEFSEL_HOSTS`` (names under which it is served, with
commas), ``WEEFSEL_HTTPS`` (1 behind a secure door), ``WEEFSEL_DEBUG`` (1 for makers only).
Those of logging in are read in ``weefsel.web.login.config``; ``docs/settings.md`` has all.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from weefsel.base.home import home
from weefsel.web import map_background
from weefsel.web.install import database, database_url, old_secret_keys, secret_key
from weefsel.web.login import config


def _on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


HERE = Path(__file__).resolve().parent
WEEFSEL_HOME = home()

SECRET_KEY = secret_key(WEEFSEL_HOME)
SECRET_KEY_FALLBACKS = old_secret_keys(WEEFSEL_HOME)
DEBUG = _on("WEEFSEL_DEBUG")
HOSTS = [name.strip() for name in os.environ.get("WEEFSEL_HOSTS", "").split(",") if name.strip()]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *HOSTS]
# mailto:, tel: or https: address that /.well-known/security.txt names; the maintainer sets it.
SECURITY_CONTACT = os.environ.get("WEEFSEL_SECURITY_CONTACT", "").strip()
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in HOSTS if not name.startswith("*")]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "simple_history",
    "two_factor",
    "weefsel.web",
    "weefsel.web.accounts",
    "weefsel.web.see",
    "weefsel.web.interpret",
    "weefsel.web.social_map",
    "weefsel.web.choose",
    "weefsel.web.choose.portfolio",
    "weefsel.web.evidence",
    "weefsel.web.chains",
    "weefsel.web.provenance",
    "weefsel.web.login",
    "weefsel.web.audit",
    "weefsel.web.learn",
    "weefsel.web.keep",
    "weefsel.web.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "weefsel.web.middleware.Manners",
    "weefsel.web.api.middleware.ApiManners",
    "weefsel.web.middleware.Weight",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "weefsel.web.login.guard.Guard",
    "weefsel.web.accounts.middleware.Houses",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
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
                "django.contrib.messages.context_processors.messages",
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

DATABASES = {"default": database(WEEFSEL_HOME, database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# Logging in. The first backend only counts wrong tries; the others know people.
WEEFSEL_SECOND_FACTOR = config.second_factor(os.environ)
IDENTITY_PROVIDER = config.provider(os.environ)
WEEFSEL_EXAMPLE_USERS = config.example_users(os.environ)
WEEFSEL_IDLE_MINUTES = config.idle_minutes(os.environ)
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "weefsel.web.login.backends.PasswordBackend",
    "weefsel.web.login.backends.ExampleBackend",
    *(["weefsel.web.login.oidc.backend.ProviderBackend"] if IDENTITY_PROVIDER else []),
]
LOGIN_URL = "log-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"
# Hard to guess in bulk for want of memory, and in Python itself (OWASP names it after Argon2).
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
]
TWO_FACTOR_PATCH_ADMIN = False
TWO_FACTOR_LOGIN_TIMEOUT = 600  # seconds between the password and the code
SESSION_ENGINE = "weefsel.web.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; the guard ends an idle one sooner
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Lock-out by name and address together: nobody can lock a colleague out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # so that the time we name is true
AXES_USERNAME_CALLABLE = "weefsel.web.login.lock_out.username"
AXES_CLIENT_IP_CALLABLE = "weefsel.web.login.lock_out.address"
AXES_LOCKOUT_CALLABLE = "weefsel.web.login.lock_out.locked_out"
# What is kept of a wrong try holds no password, also not under the names of our form's fields.
AXES_SENSITIVE_PARAMETERS = [
    *("username", "password", "auth-username", "auth-password"),
    *("old", "again"),  # of the form for another password
]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
WEEFSEL_PROXIES = config.proxies(os.environ)

# E-mail only where a server is named; nothing needs it.
EMAIL_HOST, _, _port = os.environ.get("WEEFSEL_EMAIL_HOST", "").strip().partition(":")
EMAIL_PORT = int(_port) if _port.isascii() and _port.isdigit() else 25
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("WEEFSEL_EMAIL_FROM", "").strip() or "weefsel@localhost"

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

# What lies behind the live map; only with it a browser asks anything of another server.
WEEFSEL_MAP_BACKGROUND = map_background.chosen(os.environ)

# Nothing inline, nothing from elsewhere: what is not named here is refused.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *map_background.hosts(WEEFSEL_MAP_BACKGROUND)],
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
    SESSION_COOKIE_SECURE = True
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
