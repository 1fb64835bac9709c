"""The date line of a Chinese newspaper: date, weekday, lunar date."""

from __future__ import annotations

from datetime import date

from borax.calendars.lunardate import LunarDate

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")

FIRST, LAST = date(1900, 1, 31), date(2100, 12, 31)  # what the tables of lunar months cover


def weekday(day: date) -> str:
    """`星期四`."""
    return WEEKDAYS[day.weekday()]


def lunar_date(day: date) -> str:
    """`农历乙巳年二月廿一`: year by stems and branches, leap months marked 闰. Empty outside 1900–2100."""
    if not FIRST <= day <= LAST:
        return ""
    lunar = LunarDate.from_solar_date(day.year, day.month, day.day)
    leap = "闰" if lunar.leap else ""
    return f"农历{lunar.gz_year}年{leap}{lunar.cn_month}月{lunar.cn_day}"


def date_line(day: date) -> str:
    """`2025年3月20日　星期四　农历乙巳年二月廿一`."""
    return f"{day.year}年{day.month}月{day.day}日　{weekday(day)}　{lunar_date(day)}".rstrip()
