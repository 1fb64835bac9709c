"""What comes in from elsewhere becomes rows: printed pages as drafts, old archives as published stories."""

from .archive import ArchiveLine, LineError, load_lines, parse_line
from .page import AlreadyImported, columns, draft_page, places

__all__ = [
    "AlreadyImported",
    "ArchiveLine",
    "LineError",
    "columns",
    "draft_page",
    "load_lines",
    "parse_line",
    "places",
]
