"""deploy/backup.sh with the real programs: what it keeps can be restored, and a broken one is never taken for whole."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings as project
from django.db import connection

from articles.models import Article, LogEntry
from newsroom.embedded_postgres.server import binaries, server_for
from tests import factories

SCRIPT = Path(__file__).resolve().parent.parent.parent / "deploy" / "backup.sh"
RESTORED = "newsroom_restored"

pytestmark = pytest.mark.django_db(transaction=True)


def server() -> str:
    """The host of the tests' own server, as libpq wants it."""
    return str(server_for(Path(project.DATABASES["default"]["OPTIONS"]["data"])).start())


def backup(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": f"{binaries()}:{os.environ['PATH']}", "BACKUP_FOLDER": str(folder), "BACKUP_KEEP": "2",
        "DATABASE_URL": f"postgresql://postgres@/{connection.settings_dict['NAME']}?host={server()}",
    }  # fmt: skip
    return subprocess.run(["sh", str(SCRIPT)], env={**environment, **more}, capture_output=True, text=True)


@pytest.fixture
def empty_database():
    address = {"host": server(), "user": "postgres", "dbname": "postgres"}

    def run(statement: str) -> None:
        maintenance = psycopg2.connect(**address)
        maintenance.autocommit = True
        maintenance.cursor().execute(statement)
        maintenance.close()

    run(f"DROP DATABASE IF EXISTS {RESTORED}")
    run(f"CREATE DATABASE {RESTORED} TEMPLATE template0")
    yield {**address, "dbname": RESTORED}
    run(f"DROP DATABASE {RESTORED} WITH (FORCE)")


def test_what_was_kept_can_be_restored(tmp_path, empty_database):
    story = factories.article("第一条备份的稿件", bylines=["程远"])
    media = tmp_path / "media"
    for name, content in (("originals/aa/one.jpg", b"one"), ("renditions/two.avif", b"two"), ("incoming/x.part", b"-")):
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(content)

    done = backup(tmp_path / "kept", MEDIA_FOLDER=str(media))

    assert done.returncode == 0, done.stderr
    dump = next((tmp_path / "kept").glob("newsroom-*.dump"))
    assert (tmp_path / "kept" / "media" / "originals" / "aa" / "one.jpg").read_bytes() == b"one"
    assert not (tmp_path / "kept" / "media" / "incoming").exists()
    restore = [str(binaries() / "pg_restore"), "--no-owner", "--exit-on-error", "--single-transaction",
               "-h", empty_database["host"], "-U", "postgres", "-d", RESTORED, str(dump)]  # fmt: skip
    subprocess.run(restore, check=True)
    restored = psycopg2.connect(**empty_database)
    with restored.cursor() as cursor:
        cursor.execute("SELECT headline FROM articles_article WHERE id = %s", [story.pk])
        assert cursor.fetchone() == (story.headline,)
        for model in (Article, LogEntry):
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
            assert cursor.fetchone() == (model.objects.count(),)
        # The triggers are there too: what was restored goes on counting.
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'public_change'")
        assert cursor.fetchone()[0] > 10
    restored.close()


def test_the_newest_are_kept_and_pictures_are_copied_once(tmp_path):
    media, kept = tmp_path / "media", tmp_path / "kept"
    (media / "originals").mkdir(parents=True)
    (media / "originals" / "one.jpg").write_bytes(b"one")
    kept.mkdir()
    for day in ("20260101T010000Z", "20260102T010000Z", "20260103T010000Z"):
        (kept / f"newsroom-{day}.dump").write_bytes(b"older")
    assert backup(kept, MEDIA_FOLDER=str(media)).returncode == 0
    names = sorted(path.name for path in kept.glob("newsroom-*"))
    assert len(names) == 2
    assert names[0] == "newsroom-20260103T010000Z.dump"
    before = (kept / "media" / "originals" / "one.jpg").stat().st_ino
    assert backup(kept, MEDIA_FOLDER=str(media)).returncode == 0
    assert (kept / "media" / "originals" / "one.jpg").stat().st_ino == before


def test_a_backup_that_fails_leaves_the_old_ones_and_says_so(tmp_path):
    (tmp_path / "newsroom-20260101T010000Z.dump").write_bytes(b"older")
    done = backup(tmp_path, DATABASE_URL=f"postgresql://postgres@/nowhere?host={server()}")
    assert done.returncode != 0
    assert "nowhere" in done.stderr
    assert [path.name for path in tmp_path.glob("newsroom-*.dump")] == ["newsroom-20260101T010000Z.dump"]
