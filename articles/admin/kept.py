"""What is made once for all who have the same rights: the classes of forms and rows, the groups of the side bar.

Django makes a form's class anew at every request, field by field. It depends on the model, on the fields that are shown
and on what the user may do to the rows that fields lead to; nothing of a request stays in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django.urls import get_script_prefix

KEPT = 300  # of one kind; then it begins anew

Rights = tuple[frozenset[str], bool, str]


def rights_of(user: Any) -> Rights:
    """Whoever has the same sees the same; addresses are part of what is kept."""
    return frozenset(user.get_all_permissions()), user.is_active and user.is_superuser, get_script_prefix()


class Kept:
    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        made = self._made.get(key)
        if made is None:
            made = make()
            if len(self._made) >= KEPT:
                self._made.clear()
            self._made[key] = made
        return made


def without_request(form: Any) -> Any:
    """A form's class after it is made: the function that made its fields knows the request."""
    form.Meta.formfield_callback = form._meta.formfield_callback = None
    return form
