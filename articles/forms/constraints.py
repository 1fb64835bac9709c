"""Model forms that let every database constraint speak, also where it joins a field that the form does not show."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import CheckConstraint

from .related import RelatedForm


class ConstraintForm(RelatedForm):
    """Django skips a constraint when one of its fields is not on the form; `unshown` names those to check anyway."""

    unshown: tuple[str, ...] = ()

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"id", *self.unshown}

    def _post_clean(self) -> None:
        """Of a stored row a check none of whose fields has changed holds already; each would cost three questions to
        the database."""
        if self.instance.pk:
            self.instance.get_constraints = partial(_touched, self.instance.get_constraints(), set(self.changed_data))
        try:
            super()._post_clean()
        finally:
            vars(self.instance).pop("get_constraints", None)


def _touched(constraints: list[Any], changed: set[str]) -> list[Any]:
    return [
        (model, [one for one in found if not isinstance(one, CheckConstraint) or _fields(one) & changed])
        for model, found in constraints
    ]


def _fields(check: CheckConstraint) -> set[str]:
    return {name.partition("__")[0] for name in check.condition.referenced_base_fields}
