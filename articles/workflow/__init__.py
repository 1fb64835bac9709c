"""The verbs of the newsroom: what may happen to a story, who may do it, and everything that it changes.

This is the one public face of the room; its modules have one subject each. The table of states and verbs is
`states.TRANSITIONS`.
"""

from . import log, notify, revisions
from .binning import bin_, purge_bin, restore_
from .comparing import FieldChange, RowChange, compare
from .errors import Conflict, Forbidden, WorkflowError
from .photos import DuplicatePhoto, take_in
from .proofs import add_catch, resolve_catch, sign_proof, weight_of
from .publishing import correct, emergency_publish, publish, reopen, republish, unschedule, withdraw
from .renditions import make_renditions
from .reviews import approve, return_, return_targets, submit, take_back
from .roles import ROLES, install_roles
from .saving import discard, pending_rows, restore, save, saving
from .standing import Signed, Standing, Step, missing_for_publication, standing
from .states import LOG_LABELS, PENDING, SCHEDULED, TRANSITIONS, VERB_LABELS, may_ever, states_of, step_of
from .verbs import VERBS, allowed_verbs

__all__ = [
    "LOG_LABELS",
    "PENDING",
    "ROLES",
    "SCHEDULED",
    "TRANSITIONS",
    "VERBS",
    "VERB_LABELS",
    "Conflict",
    "DuplicatePhoto",
    "FieldChange",
    "Forbidden",
    "RowChange",
    "Signed",
    "Standing",
    "Step",
    "WorkflowError",
    "add_catch",
    "allowed_verbs",
    "approve",
    "bin_",
    "compare",
    "correct",
    "discard",
    "emergency_publish",
    "install_roles",
    "log",
    "make_renditions",
    "may_ever",
    "missing_for_publication",
    "notify",
    "pending_rows",
    "publish",
    "purge_bin",
    "reopen",
    "republish",
    "resolve_catch",
    "restore",
    "restore_",
    "return_",
    "return_targets",
    "revisions",
    "save",
    "saving",
    "sign_proof",
    "standing",
    "states_of",
    "step_of",
    "submit",
    "take_back",
    "take_in",
    "unschedule",
    "weight_of",
    "withdraw",
]
