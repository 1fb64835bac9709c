"""What every figure is divided by: a Django view that returns 30 KB, without middleware, database or template.

`granian --interface wsgi benchmarks.bare:application` serves it; `benchmarks.served` starts it with as many workers and
threads as the newspaper has.
"""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = ("<p>" + "x" * 1017 + "</p>").encode() * 30


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("", page)]

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="nothing is signed"
    )
application = get_wsgi_application()
