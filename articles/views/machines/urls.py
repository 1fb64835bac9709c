"""What machines read: feeds, sitemaps, pictures and PDFs, health."""

from django.urls import path

from . import feeds, health, icons, indexnow, media, offline, sitemaps, suggestions

urlpatterns = [
    path("feeds/rss.xml", feeds.everything, {"form": "rss"}, name="feed_rss"),
    path("feeds/atom.xml", feeds.everything, {"form": "atom"}, name="feed_atom"),
    path("feeds/feed.json", feeds.everything, {"form": "json"}, name="feed_json"),
    path("feeds/districts/<slug:slug>/feed.json", feeds.district, {"form": "json"}, name="feed_district_json"),
    path("feeds/columns/<slug:slug>/feed.json", feeds.column, {"form": "json"}, name="feed_column_json"),
    path("feeds/districts/<slug:slug>/rss.xml", feeds.district, {"form": "rss"}, name="feed_district_rss"),
    path("feeds/districts/<slug:slug>/atom.xml", feeds.district, {"form": "atom"}, name="feed_district_atom"),
    path("feeds/columns/<slug:slug>/rss.xml", feeds.column, {"form": "rss"}, name="feed_column_rss"),
    path("feeds/columns/<slug:slug>/atom.xml", feeds.column, {"form": "atom"}, name="feed_column_atom"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    # At the root: the key's place says which addresses it may announce.
    path("indexnow-<slug:key>.txt", indexnow.key_file, name="indexnow_key"),
    path("media/<path:name>", media.rendition, name="rendition"),
    path("paper/<str:day>/<int:number>/pdf", media.page_pdf, name="page_pdf"),
    path("favicon.ico", icons.favicon, name="favicon"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("offline/public.json", offline.still_public, name="still_public"),
    path("search/suggest.json", suggestions.suggestions, name="search_suggest"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
