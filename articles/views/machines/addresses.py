"""Absolute addresses, for everything that leaves the site: feeds, sitemaps, canonical links, shared links."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site_root(request: HttpRequest) -> str:
    """`https://news.example.cn`, without a slash at the end: SITE_URL, or where that is unset the request's own."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute_url(request: HttpRequest, address: str) -> str:
    """An address of this site (`/articles/1/`) with scheme and host in front; an absolute one stays as it is."""
    return site_root(request) + address if address.startswith("/") else address
