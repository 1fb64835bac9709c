"""The date line of a Chinese newspaper: date, weekday, lunar date."""

from __future__ import annotations

from datetime import date

from lunar_python import Solar

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def weekday(day: date) -> str:
    """`星期四`."""
    return WEEKDAYS[day.weekday()]


def lunar_date(day: date) -> str:
    """`农历乙巳年二月廿一`: year by stems and branches, leap months marked 闰, 正月 冬月 腊月 by their names."""
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"农历{lunar.getYearInGanZhi()}年{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def date_line(day: date) -> str:
    """`2025年3月20日　星期四　农历乙巳年二月廿一`."""
    return f"{day.year}年{day.month}月{day.day}日　{weekday(day)}　{lunar_date(day)}"
