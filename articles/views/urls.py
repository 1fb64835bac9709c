"""Every address below / (DESIGN: Addresses): readers' pages, what machines read, the staff's own pages."""

from django.urls import include, path

# Django tries them in this order: what is asked for most stands first.
urlpatterns = [
    path("", include("articles.views.site.urls")),
    path("", include("articles.views.machines.urls")),
    path("desk/photos/", include("articles.views.photos.urls")),
    path("desk/", include("articles.views.desk.urls")),
]
