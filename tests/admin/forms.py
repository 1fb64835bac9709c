"""What a browser would send back from a form of the admin: the fields of the page as they stand, then the changes."""

from __future__ import annotations

from typing import Any

from django.forms import FileField
from django.test import Client


def filled(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """The data of the big form at `address`, inline rows included, with `changes` over it. None drops a field."""
    response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"
    data: dict[str, Any] = {}
    form = response.context["adminform"].form
    boxes = [form] + [
        part
        for inline in response.context["inline_admin_formsets"]
        for part in (inline.formset.management_form, *inline.formset.initial_forms)
    ]
    for box in boxes:
        for field in box:
            put(data, field.html_name, field.value(), field.field)
    return {name: value for name, value in (data | changes).items() if value is not None}


def put(data: dict[str, Any], name: str, value: Any, field: Any) -> None:
    if isinstance(field, FileField):
        return
    parts = getattr(field.widget, "widgets", None)
    if parts and hasattr(field.widget, "decompress"):
        for place, part in enumerate(field.widget.decompress(value)):
            data[f"{name}_{place}"] = "" if part is None else str(part)
    elif isinstance(value, bool) or name.endswith("-DELETE"):
        if value:
            data[name] = "on"
    elif isinstance(value, (list, tuple)) or hasattr(value, "iterator"):
        data[name] = field.widget.format_value(value) if name == "tags" else [getattr(one, "pk", one) for one in value]
    else:
        data[name] = "" if value is None else value
