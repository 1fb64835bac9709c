"""Dates and times as a newspaper can mean them: a year 0001 or 9999 is a slip of the finger."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

FIRST_YEAR, LAST_YEAR = 1900, 2199


def check_year(value: date | None) -> None:
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(f"{value.year}年不在{FIRST_YEAR}至{LAST_YEAR}年之间：请检查年份。", code="year")


class NewsDateField(forms.DateField):
    default_validators = [check_year]


class NewsDateTimeField(forms.DateTimeField):
    default_validators = [check_year]


class NewsSplitDateTimeField(forms.SplitDateTimeField):
    def compress(self, data_list: list[Any]) -> Any:
        if data_list and data_list[0]:
            check_year(data_list[0])
        return super().compress(data_list)
