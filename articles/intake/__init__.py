"""What comes in from elsewhere becomes rows: printed pages as drafts, old archives as published stories."""

from .archive import ArchiveLine, LineError, parse_line
from .drafts import Made, make_drafts
from .editing import redo, take_steps, undo
from .errors import AlreadyHere, ImportRefused
from .imports import discard, open_file, open_text, place, read_again, restore
from .known import columns, places
from .loading import load_lines
from .page import AlreadyImported, draft_page
from .people import Match, match_people
from .reading import read_import
from .tagging import suggest_tags
from .twins import Twins, twins
from .updating import earlier

__all__ = [
    "AlreadyHere",
    "AlreadyImported",
    "ArchiveLine",
    "ImportRefused",
    "LineError",
    "Made",
    "Match",
    "Twins",
    "columns",
    "discard",
    "draft_page",
    "earlier",
    "load_lines",
    "make_drafts",
    "match_people",
    "open_file",
    "open_text",
    "parse_line",
    "place",
    "places",
    "read_again",
    "read_import",
    "redo",
    "restore",
    "suggest_tags",
    "take_steps",
    "twins",
    "undo",
]
