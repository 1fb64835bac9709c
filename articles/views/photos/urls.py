"""The photographers' pages, below /desk/photos/."""

from django.urls import path

from . import tus

urlpatterns = [
    path("uploads/", tus.uploads, name="photo_uploads"),
    path("uploads/<uuid:pk>/", tus.upload, name="photo_upload"),
]
