from django.urls import include, path

from . import photos, preview, verbs

urlpatterns = [
    path("articles/<int:pk>/preview/", preview.preview, name="desk_preview"),
    path("articles/<int:pk>/<slug:verb>/", verbs.act, name="desk_verb"),
    path("photos/choose/", photos.choose, name="desk_photo_choose"),
    path("import/", include("articles.views.desk.imports.urls")),
    path("photos/<int:pk>/thumbnail/", photos.thumbnail, name="desk_photo_thumbnail"),
]
