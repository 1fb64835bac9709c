"""Absolute addresses, for everything that leaves the site: feeds, sitemaps, canonical links, shared links."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site_root(request: HttpRequest) -> str:
    """`https://news.example.cn`, without a slash at the end: SITE_URL, or where that is unset the request's own."""
    known: str | None = request.__dict__.get("site_root")  # a page asks for it twenty times
    if known is None:
        known = request.__dict__["site_root"] = settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
    return known


def absolute_url(request: HttpRequest, address: str) -> str:
    """An address of this site (`/articles/1/`) with scheme and host in front; an absolute one stays as it is."""
    return site_root(request) + address if address.startswith("/") else address
