"""The WSGI entry point: `granian --interface wsgi newsroom.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_django = get_wsgi_application()

from articles.views.remembered.door import Door  # noqa: E402 - it needs the settings that Django has set up just now

application = Door(_django)
