"""The project's settings for tests: the same database and storages, in folders of their own, and cheap passwords."""

import os
import tempfile
from pathlib import Path

os.environ["NEWSROOM_DEMO"] = "1"

from newsroom.settings import *  # noqa: F403
from newsroom.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

_media = Path(tempfile.mkdtemp(prefix="newsroom-test-media-"))
MEDIA_ROOT = _media
UPLOAD_FOLDER = _media / "incoming"
for _name in ("default", "renditions"):
    STORAGES[_name]["OPTIONS"] |= {"location": _media / _name}
# Changes are counted when a transaction commits, and most tests never commit: tests of the memory turn it on.
REMEMBER_MEGABYTES = 0
WATCH_GENERATION = False
# Hashed names need a collectstatic run; tests/test_static.py makes one and checks the result.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

DATABASES["default"]["CONN_MAX_AGE"] = 0
if "data" in DATABASES["default"]["OPTIONS"]:
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
