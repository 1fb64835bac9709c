"""Comparing texts in the language of editors: characters, paragraphs, and where a quoted passage stands now."""

from articles.text.compare.anchor import spans_of
from articles.text.compare.blocks import Block, blocks_of, html_of
from articles.text.compare.changes import Change, compare
from articles.text.compare.paragraphs import BlockChange, compare_blocks

__all__ = ["Block", "BlockChange", "Change", "blocks_of", "compare", "compare_blocks", "html_of", "spans_of"]
