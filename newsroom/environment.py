"""Read the environment strictly: every variable is declared in `VARIABLES`, and nothing unknown or malformed passes.

`docs/configuration.md` documents each of them; `tests/test_settings.py` holds the two against each other.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Variable:
    """`kind` is a key of `PARSERS`. A `secret` may come from a file that `<NAME>_FILE` names."""

    name: str
    kind: str
    default: Any
    secret: bool = False


VARIABLES = (
    Variable("NEWSROOM_SECRET_KEY", "text", "", secret=True),
    Variable("DATABASE_URL", "database", None, secret=True),
    Variable("NEWSROOM_REPLICA_URLS", "databases", [], secret=True),
    Variable("NEWSROOM_HOSTS", "list", []),
    Variable("NEWSROOM_SITE_URL", "address", ""),
    Variable("NEWSROOM_DEMO", "bool", False),
    Variable("NEWSROOM_DEBUG", "bool", False),
    Variable("NEWSROOM_VAR", "path", None),
    Variable("NEWSROOM_MEDIA", "path", None),
    Variable("NEWSROOM_STORE_URL", "store", None, secret=True),
    Variable("NEWSROOM_STORE_PUBLIC_ADDRESS", "folder", ""),
    Variable("NEWSROOM_BEHIND_PROXY", "bool", False),
    Variable("NEWSROOM_HSTS_SECONDS", "int", 31_536_000),
    Variable("NEWSROOM_EMAIL_URL", "mail", None, secret=True),
    Variable("NEWSROOM_LOG_LEVEL", "text", "INFO"),
    Variable("NEWSROOM_REMEMBER_MEGABYTES", "int", 64),
    Variable("NEWSROOM_REDIS_URL", "redis", "", secret=True),
    Variable("NEWSROOM_INDEXNOW_URL", "endpoint", ""),
    Variable("NEWSROOM_INDEXNOW_KEY", "key", "", secret=True),
    Variable("NEWSROOM_WEBSUB_HUB", "endpoint", ""),
    Variable("PORT", "int", 8000),
)
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """Values by variable name. Raises `ImproperlyConfigured` naming variable, value, rule and remedy."""
    known = {variable.name for variable in VARIABLES}
    known |= {f"{variable.name}_FILE" for variable in VARIABLES if variable.secret}
    for name in environ:
        if name.startswith("NEWSROOM_") and name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ImproperlyConfigured(
                f"{name} is not a setting of Newsroom.{hint} docs/configuration.md lists them all; unset {name}."
            )
    return {variable.name: _value(variable, environ) for variable in VARIABLES}


def _value(variable: Variable, environ: Mapping[str, str]) -> Any:
    raw = environ.get(variable.name)
    if variable.secret and f"{variable.name}_FILE" in environ:
        if raw is not None:
            raise ImproperlyConfigured(f"{variable.name} and {variable.name}_FILE are both set. Unset one of them.")
        raw = _from_file(variable.name, environ[f"{variable.name}_FILE"])
    if raw is None:
        return variable.default
    shown = "(hidden)" if variable.secret else repr(raw)
    raw = raw.strip()
    if not raw:
        raise ImproperlyConfigured(f"{variable.name} is empty. Give it a value or unset it.")
    try:
        value = PARSERS[variable.kind](raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{variable.name} is {shown}: {error}") from None
    if variable.name == "NEWSROOM_LOG_LEVEL" and value not in LOG_LEVELS:
        raise ImproperlyConfigured(f"NEWSROOM_LOG_LEVEL is {shown}: it must be one of {', '.join(LOG_LEVELS)}.")
    if variable.name == "NEWSROOM_SECRET_KEY" and len(value) < 50:
        raise ImproperlyConfigured(
            "NEWSROOM_SECRET_KEY is (hidden): it must have at least 50 characters. Make one with "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
        )
    if variable.name == "PORT" and not 1 <= value <= 65535:
        raise ImproperlyConfigured(f"PORT is {shown}: it must lie between 1 and 65535, for example PORT=8080.")
    return value


def _from_file(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{name}_FILE is {path!r}: the file cannot be read ({error}). Name a readable UTF-8 file."
        ) from None


def _bool(raw: str) -> bool:
    if raw.lower() not in ("0", "1", "true", "false", "yes", "no"):
        raise ValueError("it must be 1 or 0.")
    return raw.lower() in ("1", "true", "yes")


def _int(raw: str) -> int:
    if not re.fullmatch(r"\d{1,12}", raw, re.ASCII):
        raise ValueError("it must be a whole number of 0 or more.")
    return int(raw)


def _list(raw: str) -> list[str]:
    items = [item.strip() for item in raw.split(",")]
    for item in items:
        if not re.fullmatch(r"\*?\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\*", item):
            raise ValueError(f"{item!r} is no host name. Separate names by commas: news.example.cn,www.example.cn")
    return items


def _path(raw: str) -> Path:
    if "\0" in raw:
        raise ValueError("a path holds no NUL.")
    return Path(raw).expanduser().absolute()


def _address(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError("it must be the address of the site without a path, such as https://news.example.cn.")
    _port(parts)
    return raw.rstrip("/")


def _folder(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("it must be an address below which the files lie, such as https://pictures.example.cn.")
    _port(parts)
    if not re.fullmatch(r"[!-~]+", raw) or ";" in raw or "," in raw:  # it stands in the Content-Security-Policy
        raise ValueError("it holds letters, digits and the usual marks of an address only.")
    return raw.rstrip("/")


def _mail(raw: str) -> dict[str, Any]:
    parts = urlsplit(raw)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("it must be smtp://USER:PASSWORD@HOST:587 (STARTTLS) or smtps://USER:PASSWORD@HOST:465.")
    encrypted = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": _port(parts) or (465 if encrypted else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": encrypted,
        "EMAIL_USE_TLS": not encrypted,
    }


def _store(raw: str) -> dict[str, str]:
    parts = urlsplit(raw)
    buckets = parts.path.strip("/").split("/")
    rule = "it must be https://KEY:SECRET@HOST/BUCKET-OF-ORIGINALS/BUCKET-OF-RENDITIONS?region=NAME."
    if parts.scheme not in ("http", "https") or not parts.hostname or not parts.username or not parts.password:
        raise ValueError(rule)
    port = _port(parts)
    if len(buckets) != 2 or buckets[0] == buckets[1]:
        raise ValueError(f"{rule} Two buckets, for originals are private.")
    for bucket in buckets:
        if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", bucket):
            raise ValueError("a bucket's name has 3 to 63 small letters, digits, dots and hyphens.")
    region = dict(parse_qsl(parts.query)).get("region", "us-east-1")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return {
        "endpoint": f"{parts.scheme}://{host}{f':{port}' if port else ''}",
        "access_key": unquote(parts.username), "secret_key": unquote(parts.password), "region": region,
        "originals": buckets[0], "renditions": buckets[1],
    }  # fmt: skip


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise ValueError("its port is no number between 1 and 65535.") from None


def _database(raw: str) -> dict[str, Any]:
    parts = urlsplit(raw)
    if parts.scheme not in ("postgres", "postgresql") or parts.path in ("", "/"):
        raise ValueError("it must be postgresql://USER:PASSWORD@HOST:PORT/NAME (PostgreSQL 15 or newer).")
    port = _port(parts)
    options = {}
    for pair in filter(None, parts.query.split("&")):
        key, _, value = pair.partition("=")
        options[key] = unquote(value)
    return {
        "ENGINE": "newsroom.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def _databases(raw: str) -> list[dict[str, Any]]:
    if ",postgres" in raw:
        raise ValueError("addresses are separated by blanks, not by commas.")
    return [_database(one) for one in raw.split()]


def _redis(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("redis", "rediss") or not parts.hostname or not re.fullmatch(r"/?|/\d+", parts.path):
        raise ValueError("it must be redis://USER:PASSWORD@HOST:6379/0, or rediss:// with TLS.")
    _port(parts)
    return raw


def _endpoint(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment:
        raise ValueError("it must be an https address without a user name, such as https://api.example.org/indexnow.")
    _port(parts)
    return raw


def _key(raw: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]{8,128}", raw):
        raise ValueError("it must have 8 to 128 letters, digits or hyphens.")
    return raw


PARSERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "bool": _bool,
    "int": _int,
    "list": _list,
    "path": _path,
    "address": _address,
    "folder": _folder,
    "endpoint": _endpoint,
    "redis": _redis,
    "key": _key,
    "store": _store,
    "mail": _mail,
    "database": _database,
    "databases": _databases,
}
