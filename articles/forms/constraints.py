"""Model forms that let every database constraint speak, also where it joins a field that the form does not show."""

from __future__ import annotations

from django import forms


class ConstraintForm(forms.ModelForm):
    """Django skips a constraint when one of its fields is not on the form; `unshown` names those to check anyway."""

    unshown: tuple[str, ...] = ()

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"id", *self.unshown}
