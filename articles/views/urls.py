"""Every address below / (DESIGN: Addresses): readers' pages, what machines read, the staff's own pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("articles.views.machines.urls")),
    path("desk/photos/", include("articles.views.photos.urls")),
    path("desk/", include("articles.views.desk.urls")),
    path("", include("articles.views.site.urls")),
]
