"""Files in an S3-compatible store instead of a folder: originals private, renditions for readers.

Used where `NEWSROOM_STORE_URL` is set (docs/configuration.md). The buckets are made by whoever runs the store,
and so is the policy that lets everybody read the bucket of renditions, where readers fetch from it directly.
"""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

# What a rendition's name stands for never changes: it is the hash of its content.
IMMUTABLE = "public, max-age=31536000, immutable"


class RenditionStorage(S3Storage):
    """`base_url` is where readers ask for the files: the checked view of this site, or the store's own public address.

    S3Storage would answer with signed addresses, another at every call: no page and no browser could keep them.
    """

    def __init__(self, base_url: str, **options: Any) -> None:
        super().__init__(**options)
        self.base_url = base_url

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return self.base_url + filepath_to_uri(name)


class OriginalStorage(S3Storage):
    """Originals have no address: who may have one gets it from a view that asks first."""

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        raise ValueError("This file is not accessible via a URL.")


def storages(store: dict[str, str], media_url: str, public_address: str) -> dict[str, dict[str, Any]]:
    """The entries of `STORAGES`. `store`: endpoint, access_key, secret_key, region, originals, renditions."""
    common = {
        "access_key": store["access_key"], "secret_key": store["secret_key"], "region_name": store["region"],
        "endpoint_url": store["endpoint"], "default_acl": None,
        # Checksums by default are Amazon's newest habit; other stores refuse what they do not know.
        "client_config": Config(
            signature_version="s3v4", s3={"addressing_style": "path"}, connect_timeout=5, read_timeout=30,
            retries={"max_attempts": 3}, request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }  # fmt: skip
    base_url = f"{public_address}/" if public_address else media_url
    return {
        "default": {
            "BACKEND": "newsroom.object_storage.OriginalStorage",
            "OPTIONS": {**common, "bucket_name": store["originals"], "file_overwrite": False},
        },
        "renditions": {
            "BACKEND": "newsroom.object_storage.RenditionStorage",
            "OPTIONS": {
                **common, "bucket_name": store["renditions"], "base_url": base_url,
                "object_parameters": {"CacheControl": IMMUTABLE},
            },
        },
    }  # fmt: skip
