"""Why an import is refused, as sentences for the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .twins import Twins


class ImportRefused(Exception):
    """Refused, and nothing was changed; `str(error)` is a Chinese sentence with the value, the rule and the remedy."""


class AlreadyHere(ImportRefused):
    """The page, or stories of it, are here already, as `twins` says."""

    def __init__(self, twins: Twins) -> None:
        super().__init__(f"{twins}：请选“更新”，或取消这次导入。")
        self.twins = twins
