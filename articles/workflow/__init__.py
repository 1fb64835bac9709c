"""The verbs of the newsroom: what may happen to a story, who may do it, and everything that it changes."""

from .photos import DuplicatePhoto, make_renditions, take_in
from .roles import ROLES, install_roles
from .verbs import (
    TRANSITIONS,
    VERB_LABELS,
    VERBS,
    Conflict,
    Forbidden,
    WorkflowError,
    allowed_verbs,
    approve,
    correct,
    place_body_photos,
    publish,
    return_,
    save,
    submit,
    withdraw,
)

__all__ = [
    "ROLES",
    "TRANSITIONS",
    "VERBS",
    "VERB_LABELS",
    "Conflict",
    "DuplicatePhoto",
    "Forbidden",
    "WorkflowError",
    "allowed_verbs",
    "approve",
    "correct",
    "install_roles",
    "make_renditions",
    "place_body_photos",
    "publish",
    "return_",
    "save",
    "submit",
    "take_in",
    "withdraw",
]
