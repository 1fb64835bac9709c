"""The environment is read strictly, documented completely, and safe under production values."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from newsroom import environment
from newsroom.environment import VARIABLES

SECRETS = [variable.name for variable in VARIABLES if variable.secret]
LONG_KEY = "k" * 50

# variable: (value, what the refusal says of it) …
MALFORMED = {
    "NEWSROOM_SECRET_KEY": [("geheim", "at least 50 characters")],
    "NEWSROOM_INDEXNOW_URL": [("http://api.example.org/indexnow", "https address"), ("https://", "https address")],
    "NEWSROOM_INDEXNOW_KEY": [("geheim", "8 to 128"), ("geheim/geheim", "8 to 128")],
    "NEWSROOM_REDIS_URL": [
        ("memcached://:geheim@h/0", "redis://USER"),
        ("redis://", "redis://USER"),
        ("redis://:geheim@h/zero", "redis"),
        ("redis://:geheim@h:70000/0", "no number between 1 and 65535"),
    ],
    "NEWSROOM_WEBSUB_HUB": [("https://user@hub.example.org/", "without a user name")],
    "DATABASE_URL": [
        ("mysql://u:geheim@h/name", "postgresql://USER:PASSWORD@HOST:PORT/NAME"),
        ("postgresql://u:geheim@h", "postgresql://USER:PASSWORD@HOST:PORT/NAME"),
        ("postgresql://u:geheim@h:door/name", "no number between 1 and 65535"),
        ("postgresql://u:geheim@h:70000/name", "no number between 1 and 65535"),
    ],
    "NEWSROOM_REPLICA_URLS": [
        ("mysql://u:geheim@h/name", "postgresql://USER:PASSWORD@HOST:PORT/NAME"),
        ("postgresql://u@h/name postgresql://u:geheim@h", "postgresql://USER:PASSWORD@HOST:PORT/NAME"),
        ("postgresql://u@h/name,postgresql://u:geheim@h/name", "separated by blanks"),
    ],
    "NEWSROOM_HOSTS": [
        ("news.example.cn www.example.cn", "Separate names by commas"),
        ("https://news.example.cn", "is no host name"),
        ("news.example.cn,,www.example.cn", "is no host name"),
    ],
    "NEWSROOM_SITE_URL": [
        ("news.example.cn", "https://news.example.cn"),
        ("https://", "https://news.example.cn"),
        ("smtp://news.example.cn", "https://news.example.cn"),
        ("https://news.example.cn/a", "without a path"),
        ("https://news.example.cn:x", "between 1 and 65535"),
    ],
    "NEWSROOM_DEMO": [("on", "1 or 0"), ("2", "1 or 0")],
    "NEWSROOM_DEBUG": [("开", "1 or 0")],
    "NEWSROOM_VAR": [("a\0b", "no NUL")],
    "NEWSROOM_MEDIA": [("a\0b", "no NUL")],
    "NEWSROOM_STORE_URL": [
        ("https://s3.example.cn/one/two", "https://KEY:SECRET@HOST/"),
        ("s3://key:geheim@host/one/two", "https://KEY:SECRET@HOST/"),
        ("https://key:geheim@host/one", "Two buckets"),
        ("https://key:geheim@host/one/one", "Two buckets"),
        ("https://key:geheim@host/ONE/two", "small letters"),
        ("https://key:geheim@host:x/one/two", "between 1 and 65535"),
    ],
    "NEWSROOM_STORE_PUBLIC_ADDRESS": [
        ("pictures.example.cn", "https://pictures.example.cn"),
        ("https://a.cn/?b=1", "https://pictures.example.cn"),
        ("https://a.cn/b; script-src *", "usual marks"),
        ("https://a.cn:x", "between 1 and 65535"),
    ],
    "NEWSROOM_BEHIND_PROXY": [("nginx", "1 or 0")],
    "NEWSROOM_HSTS_SECONDS": [("-1", "whole number"), ("1e9", "whole number"), ("３６００", "whole number")],
    "NEWSROOM_REMEMBER_MEGABYTES": [("-1", "whole number"), ("64M", "whole number")],
    "NEWSROOM_EMAIL_URL": [
        ("geheim", "smtp://USER:PASSWORD@HOST:587"),
        ("https://host", "smtps://"),
        ("smtp://host:x", "between 1 and 65535"),
    ],
    "NEWSROOM_LOG_LEVEL": [("LOUD", "DEBUG, INFO, WARNING, ERROR")],
    "PORT": [("http", "whole number"), ("0", "between 1 and 65535"), ("70000", "between 1 and 65535")],
}
WELL_FORMED = {
    "NEWSROOM_SECRET_KEY": LONG_KEY,
    "DATABASE_URL": "postgresql://u:p%40ss@h:5433/name?sslmode=require",
    "NEWSROOM_REPLICA_URLS": "postgresql://u:p@r1/name postgresql://u:p@r2:5433/name?sslmode=require",
    "NEWSROOM_HOSTS": "news.example.cn, .example.cn",
    "NEWSROOM_SITE_URL": "https://news.example.cn/",
    "NEWSROOM_DEMO": "yes",
    "NEWSROOM_DEBUG": "0",
    "NEWSROOM_VAR": "~/newsroom",
    "NEWSROOM_MEDIA": "/srv/media",
    "NEWSROOM_STORE_URL": "https://key:s%2Fcret@s3.example.cn:9000/paper-originals/paper-renditions?region=cn-north-1",
    "NEWSROOM_STORE_PUBLIC_ADDRESS": "https://pictures.example.cn",
    "NEWSROOM_BEHIND_PROXY": "1",
    "NEWSROOM_HSTS_SECONDS": "3600",
    "NEWSROOM_REMEMBER_MEGABYTES": "256",
    "NEWSROOM_REDIS_URL": "redis://:p@10.0.0.7:6379/0",
    "NEWSROOM_INDEXNOW_URL": "https://api.example.org/indexnow",
    "NEWSROOM_INDEXNOW_KEY": "0123456789abcdef",
    "NEWSROOM_WEBSUB_HUB": "https://hub.example.org/",
    "NEWSROOM_EMAIL_URL": "smtp://user:p@mail.example.cn:587",
    "NEWSROOM_LOG_LEVEL": "WARNING",
    "PORT": "8080",
}


def refusal(environ):
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.read(environ)
    return str(caught.value)


def test_every_variable_is_tried_with_good_and_bad_values():
    names = {variable.name for variable in VARIABLES}

    assert set(MALFORMED) == names
    assert set(WELL_FORMED) == names


def test_nothing_set_gives_the_defaults():
    assert environment.read({}) == {variable.name: variable.default for variable in VARIABLES}


def test_defaults_are_the_safe_ones():
    values = environment.read({})

    assert not any(values[name] for name in ("NEWSROOM_DEMO", "NEWSROOM_DEBUG", "NEWSROOM_BEHIND_PROXY"))
    assert values["NEWSROOM_SECRET_KEY"] == ""
    assert values["NEWSROOM_HOSTS"] == []
    assert values["NEWSROOM_HSTS_SECONDS"] >= 31_536_000


def test_well_formed_values_are_read():
    values = environment.read(WELL_FORMED)

    assert values["DATABASE_URL"] == {
        "ENGINE": "newsroom.postgresql", "NAME": "name", "USER": "u", "PASSWORD": "p@ss", "HOST": "h",
        "PORT": "5433", "OPTIONS": {"sslmode": "require"},
    }  # fmt: skip
    assert [one["HOST"] for one in values["NEWSROOM_REPLICA_URLS"]] == ["r1", "r2"]
    assert values["NEWSROOM_HOSTS"] == ["news.example.cn", ".example.cn"]
    assert values["NEWSROOM_SITE_URL"] == "https://news.example.cn"
    assert values["NEWSROOM_STORE_URL"] == {
        "endpoint": "https://s3.example.cn:9000", "access_key": "key", "secret_key": "s/cret", "region": "cn-north-1",
        "originals": "paper-originals", "renditions": "paper-renditions",
    }  # fmt: skip
    assert values["NEWSROOM_DEMO"] is True
    assert values["NEWSROOM_DEBUG"] is False
    assert values["NEWSROOM_VAR"].is_absolute()
    assert values["PORT"] == 8080


@pytest.mark.parametrize(
    ("name", "value", "rule"), [(name, *case) for name, cases in MALFORMED.items() for case in cases]
)
def test_malformed_value_is_refused_with_name_value_and_rule(name, value, rule):
    message = refusal({name: value})

    assert message.startswith(name)
    assert rule in message
    if name in SECRETS:
        assert "geheim" not in message
        assert "(hidden)" in message
    else:
        assert repr(value) in message


@pytest.mark.parametrize("name", list(WELL_FORMED))
@pytest.mark.parametrize("value", ["", "  "])
def test_empty_value_is_refused(name, value):
    assert refusal({name: value}) == f"{name} is empty. Give it a value or unset it."


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("NEWSROOM_HOST", "NEWSROOM_HOSTS"), ("NEWSROOM_SECRETKEY", "NEWSROOM_SECRET_KEY"),
     ("NEWSROOM_SECRET_KEY_FILES", "NEWSROOM_SECRET_KEY_FILE"), ("NEWSROOM_DEMO_", "NEWSROOM_DEMO"),
     ("NEWSROOM_VAR_FILE", "NEWSROOM_VAR")],
)  # fmt: skip
def test_unknown_name_is_refused_with_the_nearest(name, nearest):
    message = refusal({name: "geheim"})

    assert message.startswith(f"{name} is not a setting of Newsroom. Did you mean {nearest}?")
    assert "docs/configuration.md" in message
    assert "geheim" not in message


def test_name_like_nothing_known_is_refused_without_a_guess():
    assert "Did you mean" not in refusal({f"NEWSROOM_{'Q' * 40}": "1"})


def test_foreign_names_are_left_alone():
    environment.read({"PATH": "/bin", "PGHOST": "elsewhere", "DATABASE_URI": "x"})


@pytest.mark.parametrize("name", SECRETS)
def test_secret_can_come_from_a_file(name, tmp_path):
    file = tmp_path / "secret"
    file.write_text(WELL_FORMED[name] + "\n", encoding="utf-8")

    assert environment.read({f"{name}_FILE": str(file)})[name] == environment.read({name: WELL_FORMED[name]})[name]


@pytest.mark.parametrize("name", SECRETS)
def test_secret_from_a_file_is_refused_where_it_is_wrong_twice_missing_or_empty(name, tmp_path):
    file = tmp_path / "secret"
    for content, says in ((b"geheim", "(hidden)"), (b"", "is empty"), (b"\xff\xfegeheim", "UTF-8")):
        file.write_bytes(content)
        message = refusal({f"{name}_FILE": str(file)})
        assert says in message
        assert "geheim" not in message
    assert "cannot be read" in refusal({f"{name}_FILE": str(tmp_path / "nowhere")})
    assert "both set" in refusal({f"{name}_FILE": str(file), name: WELL_FORMED[name]})


@pytest.mark.parametrize(
    "name", [variable.name for variable in VARIABLES if not variable.secret and variable.name != "PORT"]
)
def test_only_secrets_come_from_files(name):
    assert "is not a setting" in refusal({f"{name}_FILE": "/tmp/x"})


# The documentation --------------------------------------------------------------------------------------------------


def documented():
    """Cells of the table's rows by variable name."""
    text = (settings.BASE_DIR / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \|(.*)\|$", text, re.MULTILINE)
    return {name: [cell.strip() for cell in re.split(r"(?<!\\)\|", rest)] for name, rest in rows}


def test_documentation_lists_exactly_the_variables_that_exist():
    assert list(documented()) == [variable.name for variable in VARIABLES]


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_documentation_says_kind_default_meaning_and_a_working_example(variable):
    kind, default, meaning, example = documented()[variable.name]

    assert kind == variable.kind + (", secret" if variable.secret else "")
    if variable.default not in (None, "", []):
        assert default == str(variable.default)
    assert len(meaning) > 20
    if shown := re.fullmatch(r"`([^`]*)`", example):
        environment.read({variable.name: shown[1]})


def test_documentation_names_no_variable_that_does_not_exist():
    text = (settings.BASE_DIR / "docs" / "configuration.md").read_text(encoding="utf-8")
    known = {variable.name for variable in VARIABLES} | {f"{name}_FILE" for name in SECRETS} | {"NEWSROOM_"}

    assert set(re.findall(r"\b(?:NEWSROOM_|DATABASE_URL)[A-Z_]*", text)) <= known


# Production ---------------------------------------------------------------------------------------------------------

PRODUCTION = {
    "DATABASE_URL": "postgresql://newsroom:geheim@127.0.0.1:9/newsroom",  # nobody listens there, and nobody is asked
    "NEWSROOM_SECRET_KEY": "".join(chr(33 + number % 90) for number in range(64)),
    "NEWSROOM_HOSTS": "news.example.cn",
}


def manage(*arguments, **environ):
    """`manage.py` in a process of its own, with nothing of Newsroom in its environment but `environ`."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("NEWSROOM_", "DATABASE_URL", "DJANGO_")) and name != "PORT"}  # fmt: skip
    return subprocess.run([sys.executable, "-W", "error", "manage.py", *arguments], env={**kept, **environ},
                          cwd=settings.BASE_DIR, capture_output=True, text=True)  # fmt: skip


def test_production_settings_pass_djangos_own_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_production_without_a_secret_is_refused_in_a_sentence():
    done = manage("check", **{name: value for name, value in PRODUCTION.items() if name != "NEWSROOM_SECRET_KEY"})

    assert done.returncode != 0
    assert "NEWSROOM_SECRET_KEY is not set" in done.stderr
    assert "geheim" not in done.stderr + done.stdout


def test_malformed_environment_stops_the_process():
    done = manage("check", **{**PRODUCTION, "NEWSROOM_HOSTS": "https://news.example.cn"})

    assert done.returncode != 0
    assert "NEWSROOM_HOSTS is 'https://news.example.cn'" in done.stderr


def test_copy_on_the_embedded_database_makes_a_key_of_its_own(tmp_path):
    for _ in range(2):
        assert manage("check", NEWSROOM_VAR=str(tmp_path / "var"), NEWSROOM_HOSTS="localhost").returncode == 0

    key = tmp_path / "var" / "secret-key"
    assert len(key.read_text()) >= 50
    assert key.stat().st_mode & 0o777 == 0o600
