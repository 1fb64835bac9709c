"""Refusals of the workflow. Each carries a Chinese sentence for the user: the value, the rule, the remedy."""

from __future__ import annotations

from django.db import IntegrityError

from articles.models import Proof, Review


class WorkflowError(Exception):
    """Refused; `str(error)` is a Chinese sentence with the value, the rule and the remedy."""


class Forbidden(WorkflowError):
    """The user may not do this. Also in the log, under the verb `refused`."""


class Conflict(WorkflowError):
    """Somebody else changed the article first; nothing was written."""


# The database's own refusals by the name of the rule; triggers are not among the models' constraints.
_SENTENCES = {
    "review_not_by_author": "审稿人不能是作者本人：请另一位同事来审。",
    "proof_not_by_author": "校对人不能是作者本人：请另一位同事来校。",
} | {
    constraint.name: str(constraint.violation_error_message)
    for model in (Review, Proof)
    for constraint in model._meta.constraints
}


def refusal_of(error: IntegrityError) -> WorkflowError | None:
    """What a broken rule of signatures means for the user; None when the error is about something else."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    sentence = _SENTENCES.get(name)
    if sentence is None:
        return None
    return Forbidden(sentence) if name.endswith("_by_author") else Conflict(sentence)
