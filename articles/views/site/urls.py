"""Addresses for readers (DESIGN: Addresses). The models reverse these names."""

from django.urls import path

from . import (
    archive,
    article,
    epaper,
    home,
    notes,
    people,
    pictures,
    report,
    search,
    sections,
    shared_preview,
    topics,
)
from .converters import DayConverter  # noqa: F401 - the module makes `<day:…>`, `<month:…>` and `<year:…>` known

urlpatterns = [
    path("articles/<int:pk>/", article.article, name="article"),
    path("", home.home, name="home"),
    path("districts/", sections.districts, name="districts"),
    path("districts/<slug:slug>/", sections.district, name="district"),
    path("columns/<slug:slug>/", sections.column, name="column"),
    path("tags/<slug:slug>/", sections.tag, name="tag"),
    path("kinds/<slug:kind>/", sections.kind, name="kind"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("reporters/", people.reporters, name="reporters"),
    path("reporters/<slug:slug>/", people.reporter, name="reporter"),
    path("reporters/<slug:slug>/photos/", people.reporter_photos, name="reporter_photos"),
    path("photos/", pictures.photos, name="photos"),
    path("photos/<int:pk>/", pictures.photo, name="photo"),
    path("paper/", epaper.paper, name="paper"),
    path("paper/<day:day>/", epaper.edition, name="edition"),
    path("paper/<day:day>/<int:number>/", epaper.page, name="page"),
    path("paper/<day:day>/<int:number>/<int:pk>/", epaper.story, name="paper_story"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<year:year>/", archive.archive_year, name="archive_year"),
    path("archive/<month:first>/", archive.archive_month, name="archive_month"),
    path("archive/<day:day>/", archive.archive_day, name="archive_day"),
    path("corrections/", notes.corrections, name="corrections"),
    path("search/", search.search, name="search"),
    path("offline/", notes.offline, name="offline"),
    path("report/", report.report, name="report"),
    path("about/<slug:slug>/", notes.static_page, name="static_page"),
    path("preview/<str:token>/", shared_preview.shared, name="shared_preview"),
    path("preview/<str:token>/media/<path:name>", shared_preview.picture, name="shared_preview_picture"),
]
