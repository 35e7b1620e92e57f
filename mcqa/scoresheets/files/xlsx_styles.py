"""Which numbers of a workbook are dates, and which dates they are.

Excel keeps a date as a number whose cell has the format of a date. The rules are those of openpyxl, to which a property
test holds them; they stand here because loading openpyxl takes longer than reading a dozen scoresheets.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import IO

from mcqa.scoresheets.bounds import Room, TooLargeError
from mcqa.scoresheets.files.markup import parse
from mcqa.scoresheets.grid import ErrorValue, Value

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    # the strict form of the same standard
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
WINDOWS_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # a spreadsheet knows no time zone
MAC_EPOCH = dt.datetime(1904, 1, 1)  # noqa: DTZ001
# formats that are only known by number: dates, times, and what East Asian versions of Excel have of both
BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
BUILT_IN_DURATION = 46
# 29 February 1900, which Excel has and the calendar has not
LEAP_DAY = 60
SECONDS = 86_400
LONGEST_FORMAT = 255
MAX_STYLES = 200_000
_BESIDE = re.compile(r'"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
_DATE = re.compile(r"(?<![_\\])[dmhysDMHYS]")
_DURATION = re.compile(r"\[(hh?|mm?|ss?)\]", re.IGNORECASE)


class Dates:
    """Tells by the style of a cell whether its number is a date, and which."""

    def __init__(self, durations: Mapping[str, bool] | None = None, *, mac: bool = False) -> None:
        """Take the styles that are dates, and of each whether it is a duration."""
        self.durations = dict(durations or {})
        self.epoch = MAC_EPOCH if mac else WINDOWS_EPOCH

    def value(self, number: float, style: str) -> Value:
        """Give the date, the time of day or the duration that a number stands for."""
        try:
            return self._duration(number) if self.durations[style] else self._date(number)
        except (OverflowError, ValueError):
            return ErrorValue("#VALUE!")

    @staticmethod
    def _duration(number: float) -> dt.timedelta:
        given = dt.timedelta(days=number)
        if given.microseconds:
            seconds = given.total_seconds() // 1
            return dt.timedelta(seconds=seconds, microseconds=round(given.microseconds, -3))
        return given

    def _date(self, number: float) -> dt.datetime | dt.time:
        day, fraction = divmod(number, 1)
        rest = dt.timedelta(milliseconds=round(fraction * SECONDS * 1000))
        if 0 <= number < 1 and rest.days == 0:
            return (WINDOWS_EPOCH + rest).time()
        if 0 < number < LEAP_DAY and self.epoch == WINDOWS_EPOCH:
            day += 1
        return self.epoch + dt.timedelta(days=day) + rest


def is_date(code: str) -> bool:
    """Whether a format of numbers shows dates or times; only its first part counts, and texts in it do not."""
    return len(code) <= LONGEST_FORMAT and _DATE.search(_BESIDE.sub("", code.partition(";")[0])) is not None


def is_duration(code: str) -> bool:
    """Whether a format of numbers shows hours beyond 24, minutes or seconds beyond 60."""
    return len(code) <= LONGEST_FORMAT and _DURATION.search(code.partition(";")[0]) is not None


def date_styles(styles: Sequence[str], formats: Mapping[str, str]) -> dict[str, bool]:
    """Say which styles are dates, and whether durations; a style is the name of a format, known by number or given."""
    durations: dict[str, bool] = {}
    for number, name in enumerate(styles):
        code = formats.get(name)
        if code is None:
            if name.isdecimal() and int(name) in BUILT_IN_DATES:
                durations[str(number)] = int(name) == BUILT_IN_DURATION
        elif is_date(code):
            durations[str(number)] = is_duration(code)
    return durations


def read_dates(source: IO[bytes], room: Room, *, mac: bool) -> Dates:
    """Read from a workbook's styles which of them are dates."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def start(name: str, given: dict[str, str]) -> None:
        nonlocal inside
        space, _, local = name.rpartition("}")
        if space not in NAMESPACES:
            return
        if local == "cellXfs":
            inside = True
        elif inside and local == "xf":
            styles.append(given.get("numFmtId", "0"))
        elif not inside and local == "numFmt":
            formats.setdefault(given.get("numFmtId", ""), given.get("formatCode", ""))
        if len(styles) + len(formats) > MAX_STYLES:
            raise TooLargeError(f"holds more than {MAX_STYLES:,} styles")

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and not name.endswith("}cellXfs")

    parse(source, room, start, end)
    return Dates(date_styles(styles, formats), mac=mac)
