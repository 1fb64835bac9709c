#!/bin/sh
# Before web and worker start: tables, roles, districts, settings, and the static files where nginx finds them.
# Files of earlier versions stay, for pages that are still open.
set -eu
python manage.py migrate --noinput
python manage.py setup_newsroom
cp -R /srv/var/static/. /srv/front/static/
