from datetime import date

import pytest

from articles.text.calendar import date_line, lunar_date


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        (date(2025, 3, 20), "农历乙巳年二月廿一"),  # the example of a real date line
        (date(2025, 8, 1), "农历乙巳年闰六月初八"),
        (date(2025, 1, 29), "农历乙巳年正月初一"),
        (date(2026, 1, 20), "农历乙巳年腊月初二"),
        (date(2025, 12, 25), "农历乙巳年冬月初六"),
        (date(1800, 1, 1), ""),
    ],
)
def test_lunar_date(day, lunar):
    assert lunar_date(day) == lunar


def test_date_line_has_date_weekday_and_lunar_date():
    assert date_line(date(2025, 3, 20)) == "2025年3月20日　星期四　农历乙巳年二月廿一"
    assert date_line(date(1800, 1, 1)) == "1800年1月1日　星期三"
