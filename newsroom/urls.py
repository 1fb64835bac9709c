"""Every address of the project. The public ones stand in articles/views, the staff's under /admin/."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("articles.views.urls")),
]

handler400 = "articles.views.site.errors.bad_request"
handler403 = "articles.views.site.errors.forbidden"
handler404 = "articles.views.site.errors.not_found"
handler500 = "articles.views.site.errors.server_error"
