"""Dates in addresses: `/archive/2025-03-20/`, `/archive/2025-03/`, `/archive/2025/`."""

from __future__ import annotations

from datetime import date

from django.urls import register_converter


class DayConverter:
    """An ISO date of the twentieth or twenty-first century; 2025-02-30 is no address and answers 404."""

    regex = r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # ValueError tells Django that the address does not match

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


class MonthConverter:
    """`2025-03`, as the first of the month."""

    regex = r"(?:19|20)[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")  # ValueError tells Django that the address does not match

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


class YearConverter:
    """`2025`."""

    regex = r"(?:19|20)[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return str(value)


register_converter(DayConverter, "day")
register_converter(MonthConverter, "month")
register_converter(YearConverter, "year")
