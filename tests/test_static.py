"""The static files as production serves them: hashed, compressed, and with no more of CKEditor than is used."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture
def collected(settings, tmp_path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}}
    call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
    return tmp_path


def test_static_files_are_hashed_compressed_and_lean(collected):
    hashed = json.loads((collected / "staticfiles.json").read_text())["paths"]

    assert {"css/admin.css", "ckeditor/ckeditor/ckeditor.js", "ckeditor/ckeditor/lang/zh-cn.js"} <= hashed.keys()
    for name in ("css/admin.css", "ckeditor/ckeditor/ckeditor.js"):
        assert (collected / f"{hashed[name]}.br").exists()
        assert (collected / f"{hashed[name]}.gz").exists()
    plugins = {name.split("/")[3] for name in hashed if name.startswith("ckeditor/ckeditor/plugins/")}
    assert {"divarea", "link", "table", "widget"} <= plugins
    assert not plugins & {"exportpdf", "scayt", "wsc", "preview", "uploadimage", "iframe", "flash", "image"}
