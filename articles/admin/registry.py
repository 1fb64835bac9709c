"""Every model admin of the newsroom, registered by importing it; and those of other apps that nobody needs here."""

from django.contrib import admin
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag

from . import article, correction, paper, people, photo, redirect, settings, topic, users  # noqa: F401

for model in (Tag, DBTaskResult):  # our tags are articles.Tag; tasks are watched by the machine's own pages
    if admin.site.is_registered(model):
        admin.site.unregister(model)
