"""Newspaper text: pure Python, no Django. The page parser, the byline grammar, decoding of files."""

from articles.text.byline import Credit, parse_byline
from articles.text.decode import TextError, decode
from articles.text.districts import Place
from articles.text.page import parse_page
from articles.text.printing import format_byline
from articles.text.result import PageResult

__all__ = ["Credit", "PageResult", "Place", "TextError", "decode", "format_byline", "parse_byline", "parse_page"]
