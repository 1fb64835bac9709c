"""/ : the front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ..remembered import remembered
from . import shell
from .metadata import metadata_for_home
from .selectors.frame import frame
from .selectors.home import front_page


@remembered
def home(request: HttpRequest) -> HttpResponse:
    around = frame()
    front = front_page(around)
    metadata = metadata_for_home(request, site=around.settings, image=front.picture)
    return shell.page(request, "site/home.html", {"front": front}, metadata=metadata, around=around)
