"""The settings, all in one file. The environment is read strictly (`environment.py`, docs/configuration.md)."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from . import environment

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = environment.read(os.environ)

DEMO = ENV["NEWSROOM_DEMO"]
DEBUG = ENV["NEWSROOM_DEBUG"]
VAR = ENV["NEWSROOM_VAR"] or BASE_DIR / "var"
EMBEDDED_DATABASE = ENV["DATABASE_URL"] is None
PORT = ENV["PORT"]


def _secret_key() -> str:
    """The configured key; without one, and only on a private copy, a random key of this copy's own in VAR."""
    if ENV["NEWSROOM_SECRET_KEY"]:
        return ENV["NEWSROOM_SECRET_KEY"]
    if not (DEMO or EMBEDDED_DATABASE):
        raise ImproperlyConfigured(
            "NEWSROOM_SECRET_KEY is not set. With DATABASE_URL set it is required: put at least 50 random characters "
            "into NEWSROOM_SECRET_KEY, or name a file with them in NEWSROOM_SECRET_KEY_FILE."
        )
    file = VAR / "secret-key"
    try:
        VAR.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            # Written whole beside its place, then linked: of two processes that start together one is first.
            with tempfile.NamedTemporaryFile("w", dir=VAR) as fresh:  # only its owner may read it
                fresh.write(secrets.token_urlsafe(48))
                fresh.flush()
                with suppress(FileExistsError):
                    os.link(fresh.name, file)
        return file.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"NEWSROOM_VAR is {str(VAR)!r}: the folder cannot be used ({error.strerror}). Name a writable folder."
        ) from None


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = ENV["NEWSROOM_HOSTS"] or (["localhost", "127.0.0.1", "[::1]"] if DEMO or DEBUG else [])
SITE_URL = ENV["NEWSROOM_SITE_URL"]  # "" = taken from the request

INSTALLED_APPS = [
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "newsroom.apps.NewsroomStaticFilesConfig",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "ckeditor",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "articles",
]

MIDDLEWARE = [
    "articles.views.remembered.middleware.RememberMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.security.policy_headers",
    "newsroom.replicas.ReadFromReplica",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "articles.views.desk.refusals.log_refusals",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    # What readers see, and what staff see as readers do; everything else is set by Django's own templates.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "readers"],
        "OPTIONS": {"environment": "articles.views.site.templates.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

FORM_RENDERER = "articles.forms.rendering.TextRenderer"

# Database --------------------------------------------------------------------------------------------------------
if EMBEDDED_DATABASE:
    DATABASES: dict[str, dict[str, Any]] = {
        "default": {
            "ENGINE": "newsroom.embedded_postgres",
            "NAME": "newsroom",
            "OPTIONS": {"data": str(VAR / "postgres")},
        }
    }
else:
    DATABASES = {"default": ENV["DATABASE_URL"]}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
# Readers' questions (newsroom/replicas.py): asked before each page how far it is, which is its health check too.
for _number, _replica in enumerate(ENV["NEWSROOM_REPLICA_URLS"], start=1):
    _options = {"connect_timeout": "2", "tcp_user_timeout": "3000", "options": "-c default_transaction_read_only=on"}
    DATABASES[f"replica_{_number}"] = {
        **_replica, "OPTIONS": _options | _replica["OPTIONS"], "CONN_MAX_AGE": 600, "TEST": {"MIRROR": "default"},
    }  # fmt: skip
DATABASE_ROUTERS = ["newsroom.replicas.Router"] if ENV["NEWSROOM_REPLICA_URLS"] else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

# Who is told of new and changed stories; unset: nobody (articles/workflow/announcing.py) ----------------------------
INDEXNOW_URL = ENV["NEWSROOM_INDEXNOW_URL"]
INDEXNOW_KEY = ENV["NEWSROOM_INDEXNOW_KEY"]
WEBSUB_HUB = ENV["NEWSROOM_WEBSUB_HUB"]

# Readers' pages, remembered in each process until something public changes; 0 megabytes: never ----------------------
REMEMBER_MEGABYTES = ENV["NEWSROOM_REMEMBER_MEGABYTES"]
REDIS_URL = ENV["NEWSROOM_REDIS_URL"]  # also there, for several machines; "": nowhere else
WATCH_GENERATION = True  # a thread listens for changes; False asks the database at every request

# Language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["newsroom.formats"]

# Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = ENV["NEWSROOM_MEDIA"] or BASE_DIR / "media"
MEDIA_URL = "/media/"
# Originals are private: no address leads into that folder. Renditions are served by a view that asks
# `Rendition.objects.public()` first.
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "originals", "base_url": None},
    },
    "renditions": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT / "renditions", "base_url": MEDIA_URL},
    },
    "staticfiles": {"BACKEND": "newsroom.static_storage.StaticStorage"},
}
PICTURES_FROM = ""  # where else than from this site readers' browsers get pictures
if ENV["NEWSROOM_STORE_URL"]:
    from . import object_storage

    if ENV["NEWSROOM_STORE_PUBLIC_ADDRESS"]:
        PICTURES_FROM = f"{ENV['NEWSROOM_STORE_PUBLIC_ADDRESS']}/"

    STORAGES |= object_storage.storages(ENV["NEWSROOM_STORE_URL"], MEDIA_URL, ENV["NEWSROOM_STORE_PUBLIC_ADDRESS"])
UPLOAD_FOLDER = MEDIA_ROOT / "incoming"  # files on their way in; no address leads there
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Accounts --------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["newsroom.accounts.Accounts"]
SESSION_ENGINE = "newsroom.accounts"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "desk"

# Security --------------------------------------------------------------------------------------------------------
ENCRYPTED = not (DEMO or DEBUG)  # the demo is plain HTTP on the loopback interface
SECURE_SSL_REDIRECT = ENCRYPTED
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine itself, without TLS
SECURE_HSTS_SECONDS = ENV["NEWSROOM_HSTS_SECONDS"] if ENCRYPTED else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV["NEWSROOM_BEHIND_PROXY"] else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENCRYPTED
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "articles.views.site.errors.csrf_failure"

_POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": f"'self' data: {PICTURES_FROM}".strip(),
    "manifest-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "worker-src": "'self'",
}
CONTENT_SECURITY_POLICY = "; ".join(f"{name} {value}" for name, value in _POLICY.items())
# CKEditor 4 sets style attributes and javascript: handlers on its own toolbar: pages that edit rich text, and no
# others, answer with this one (articles/richtext.py).
CONTENT_SECURITY_POLICY_EDITOR = "; ".join(
    f"{name} {value}"
    for name, value in {
        **_POLICY,
        "style-src": "'self' 'unsafe-inline'",
        "script-src-attr": "'unsafe-inline'",
    }.items()
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
)

# Tags: 、，；and blanks between them, slugs in pinyin --------------------------------------------------------------
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING = "articles.text.tags.split_tags"
TAGGIT_STRING_FROM_TAGS = "articles.text.tags.join_tags"

# Rich text: everything of the editor is set in articles/richtext.py ----------------------------------------------
CKEDITOR_BASEPATH = "/static/ckeditor/ckeditor/"
# CKEditor 4.22 is kept because it was asked for; what makes it unsafe is fenced in (docs/architecture.md).
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# Mail ------------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if ENV["NEWSROOM_EMAIL_URL"]:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(ENV["NEWSROOM_EMAIL_URL"])  # EMAIL_HOST, EMAIL_PORT and the rest

# Log -------------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENV["NEWSROOM_LOG_LEVEL"]},
    "loggers": {"django.request": {"level": "ERROR"}},
}
