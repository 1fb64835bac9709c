"""检索: what readers and editors look for, in the index that the database keeps (models/search_row.py)."""

from articles.text.searchable import parse

from .facets import Facet, named
from .finding import BOUND, Filters, Found, StaffFilters, TooLong, find
from .suggesting import suggest

__all__ = ["BOUND", "Facet", "Filters", "Found", "StaffFilters", "TooLong", "find", "named", "parse", "suggest"]
