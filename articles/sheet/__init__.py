"""The sheet of a page: what the parser decided about a text, and what the editor made of it. Pure Python, no Django.

`sheet_of` takes the parser's result; `apply_step` is the only thing that changes a sheet; `fields_of` says what would
become of an item, `doubts_of` what an editor should look at first. Every non-blank character stays in one block.
"""

from articles.sheet.build import add_pictures, sheet_of
from articles.sheet.doubts import Doubt, doubts_of
from articles.sheet.errors import StepError
from articles.sheet.fields import BodyText, Caption, Fields, fields_of
from articles.sheet.model import (
    BLOCK_KINDS,
    ITEM_KINDS,
    TYPED_FIELDS,
    Block,
    Item,
    Join,
    Person,
    Picture,
    Printed,
    Sheet,
)
from articles.sheet.steps import STEPS, apply_step, replay

__all__ = [
    "BLOCK_KINDS",
    "ITEM_KINDS",
    "STEPS",
    "TYPED_FIELDS",
    "Block",
    "BodyText",
    "Caption",
    "Doubt",
    "Fields",
    "Item",
    "Join",
    "Person",
    "Picture",
    "Printed",
    "Sheet",
    "StepError",
    "add_pictures",
    "apply_step",
    "doubts_of",
    "fields_of",
    "replay",
    "sheet_of",
]
