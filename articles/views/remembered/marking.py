"""Which views' answers may be remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

MARK = "may_be_remembered"


def remembered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view answers everybody alike: it reads the address, `page`, `before`, `after`, and what is public."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        setattr(response, MARK, True)
        return response

    return marked
