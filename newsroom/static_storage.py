"""Static files under hashed names, compressed once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's. A page asks for a dozen addresses, which stay the same as long as a process runs: each is worked
    out once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        if settings.DEBUG or force or name is None:
            return super().url(name, force)
        address = self._addresses.get(name)
        if address is None:
            address = self._addresses[name] = super().url(name)
        return address

    def post_process(self, *args: Any, **kwargs: Any) -> Any:
        """collectstatic gives the files their names anew."""
        self._addresses.clear()
        return super().post_process(*args, **kwargs)
