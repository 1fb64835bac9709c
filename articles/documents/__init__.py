"""Files as they come from reporters and printers: text, Word manuscripts, PDF pages. No Django.

`read_file` reads one in a process of its own; `Manuscript.parse` and `PrintedPage.parse` find the items in it.
"""

from articles.documents.areas import areas_of, hot_areas
from articles.documents.errors import DocumentError
from articles.documents.manuscript import Block, Box, Footnote, Manuscript, Picture, PrintedLine, PrintedPage
from articles.documents.marked import Mark, MarkedText, parse_marked
from articles.documents.sandbox import Limits, read_file

__all__ = [
    "Block",
    "Box",
    "DocumentError",
    "Footnote",
    "Limits",
    "Manuscript",
    "Mark",
    "MarkedText",
    "Picture",
    "PrintedLine",
    "PrintedPage",
    "areas_of",
    "hot_areas",
    "parse_marked",
    "read_file",
]
