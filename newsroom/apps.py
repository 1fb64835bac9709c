"""The stock applications of Django, with what this project sets on them."""

from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class NewsroomAdminConfig(AdminConfig):
    default_site = "articles.admin.site.NewsroomAdminSite"


class NewsroomStaticFilesConfig(StaticFilesConfig):
    # What CKEditor ships for its own demonstration; a third of all files, and never served.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "samples", "galleriffic", "ckeditor_uploader"]
