"""/ : the front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from articles.views.machines.addresses import site_root

from ..remembered import remembered
from . import shell
from .metadata import Metadata, metadata_for_home
from .selectors.frame import frame
from .selectors.home import front_page
from .selectors.kept import KeptLast

_DESCRIBED: KeptLast[Metadata] = KeptLast(1)


@remembered
def home(request: HttpRequest) -> HttpResponse:
    around = frame()
    front = front_page(around)
    site, picture = around.settings, front.picture
    metadata = _DESCRIBED(
        "", [site, picture], [site_root(request)], lambda: metadata_for_home(request, site=site, image=picture)
    )
    return shell.page(request, "site/home.html", {"front": front}, metadata=metadata, around=around)
