"""A newspaper with a database of its own for a benchmark: its folder, its settings, its accounts, its addresses."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from math import inf
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WITH_PICTURES = 20_000
HEADERS = {"X-Forwarded-Proto": "https"}  # as the proxy in front sets it
EDITOR = "linruozhou"  # 责任编辑 of the demo newspaper


@dataclass(frozen=True)
class Address:
    """What is measured: under which name, where, as whom, and how many times slower than the bare view it may be."""

    name: str
    path: str
    goal: float
    """Infinite where nothing is asked for."""
    is_staff: bool = False
    others: tuple[str, ...] = ()
    """Pages that are asked for one after the other with the first."""


class Newspaper:
    """Made once in `folder`; a second run with as many stories finds everything there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own = {"NEWSROOM_VAR": str(folder / "var"), "NEWSROOM_MEDIA": str(folder / "media")}

    @property
    def _clean(self) -> dict[str, str]:
        """The environment without what another copy was told."""
        other = {name for name in os.environ if name.startswith("NEWSROOM_")} | {"DATABASE_URL", "PORT"}
        return {name: value for name, value in os.environ.items() if name not in other}

    def served(self, **more: str) -> dict[str, str]:
        """The environment of a web server: as in production, behind a proxy that ends TLS."""
        return self._clean | self._own | {
            "NEWSROOM_HOSTS": "127.0.0.1", "NEWSROOM_SITE_URL": "https://news.example.cn", "NEWSROOM_BEHIND_PROXY": "1",
            "NEWSROOM_LOG_LEVEL": "WARNING", **more,
        }  # fmt: skip

    def open(self) -> None:
        """This process works with the newspaper's database from here on."""
        environment = self._clean | self._own | {"NEWSROOM_DEMO": "1", "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.clear()
        os.environ.update(environment)
        import django

        django.setup()

    def prepare(self, stories: int) -> None:
        """Tables, static files and stories: the newest 20,000 with pictures, what is beneath by the quicker generator,
        which writes text alone. The newspaper must be open."""
        from django.core.management import call_command

        from articles.management.progress import progress
        from benchmarks import history
        from benchmarks.stories import fill

        call_command("migrate", verbosity=0)
        if not (self.folder / "var" / "static" / "staticfiles.json").exists():
            command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
            subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        fill(min(stories, WITH_PICTURES), progress)
        if stories > WITH_PICTURES:
            history.fill(stories - WITH_PICTURES, beneath=True)

    def close(self) -> None:
        """Leave the database server; the last one who leaves stops it."""
        from django.db import connections

        from newsroom.embedded_postgres.server import server_for

        connections.close_all()
        server_for(self.folder / "var" / "postgres").release()

    def session(self) -> str:
        """The cookie of a signed-in editor."""
        from django.conf import settings
        from django.contrib.auth.models import User
        from django.test import Client

        client = Client()
        client.force_login(User.objects.get(username=EDITOR))
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    def addresses(self) -> list[Address]:
        """A page of each kind that has a goal, each as full as it gets."""
        from django.db.models import Count

        from articles.models import Article, Column, District, Tag
        from articles.views.site.paging import PER_SHEET
        from benchmarks.stories import RARE

        public = Article.objects.public()
        column, district = (
            model.objects.annotate(n=Count("articles")).order_by("-n").first() for model in (Column, District)
        )
        tag = Tag.objects.annotate(n=Count("items")).order_by("-n").first()
        story = public.filter(uses__isnull=False, dateline="本报讯").newest().first()
        stories = [one.get_absolute_url() for one in public.newest().only("pk")[:1000]]
        last = -(-public.filter(kind="news").count() // PER_SHEET)
        admin = "/admin/articles/article/"
        return [
            Address("home", "/", 20),
            Address("list: column", column.get_absolute_url(), 20),
            Address("list: district", district.get_absolute_url(), 20),
            Address("article", story.get_absolute_url(), 10),
            Address(f"{len(stories):,} articles in turn", stories[0], inf, others=tuple(stories[1:])),
            Address("tag", tag.get_absolute_url(), 20),
            Address(f"list: page {min(500, last)}", f"/kinds/news/?page={min(500, last)}", 20),
            Address("RSS", "/feeds/rss.xml", 10),
            Address("search: common word", "/search/?q=%E5%B1%85%E6%B0%91", 25),
            Address("search: rare word", f"/search/?q={_quoted(RARE)}", 15),
            Address("admin: list", admin, 60, is_staff=True),
            Address("admin: search", f"{admin}?q={_quoted('阅览室')}", 60, is_staff=True),
            Address("admin: edit form", f"{admin}{story.pk}/change/", 60, is_staff=True),
        ]


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)
