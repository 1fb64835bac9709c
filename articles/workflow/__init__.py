"""The verbs of the newsroom: what may happen to a story, who may do it, and everything that it changes."""

from .roles import ROLES, install_roles
from .verbs import (
    TRANSITIONS,
    Conflict,
    Forbidden,
    WorkflowError,
    allowed_verbs,
    approve,
    correct,
    publish,
    return_,
    save,
    submit,
    withdraw,
)

__all__ = [
    "ROLES",
    "TRANSITIONS",
    "Conflict",
    "Forbidden",
    "WorkflowError",
    "allowed_verbs",
    "approve",
    "correct",
    "install_roles",
    "publish",
    "return_",
    "save",
    "submit",
    "withdraw",
]
