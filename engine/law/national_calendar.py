"""The national calendar as data: 2019 to 2026 as the State Council arranged them, 2027 provisional.

Each year's source is the yearly notice of the General Office of the State Council; 2019 and 2020 were changed
once by a second notice, and the table holds the final state. For 2027 no notice is out: the 13 days of
全国年节及纪念日放假办法 (2024 revision) and the weekends stand, nothing is swapped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from engine.law.calendar import Calendar, CalendarYear, days_of


def _day(year: int, text: str) -> date:
    month, day = text.split("-")
    return date(year, int(month), int(day))


def _holidays(year: int, table: str) -> Iterator[tuple[date, str]]:
    # One holiday a line: its name, then days or spans "first..last" that are weekdays off.
    for line in table.strip().splitlines():
        name, *spans = line.split()
        for span in spans:
            first, _, last = span.partition("..")
            yield from ((day, name) for day in days_of(_day(year, first), _day(year, last or first)))


def _year(year: int, table: str, worked: str, source: str = "", provisional: bool = False) -> CalendarYear:
    return CalendarYear(
        year=year,
        source=source or f"国务院办公厅关于{year}年部分节假日安排的通知",
        off=tuple(_holidays(year, table)),
        worked=tuple(_day(year, text) for text in worked.split()),
        provisional=provisional,
    )


NATIONAL = Calendar(
    (
        _year(
            2019,
            """
            元旦 01-01
            春节 02-04..02-08
            清明节 04-05
            劳动节 05-01..05-03
            端午节 06-07
            中秋节 09-13
            国庆节 10-01..10-04 10-07
            """,
            worked="02-02 02-03 04-28 05-05 09-29 10-12",
            source="国务院办公厅关于2019年部分节假日安排的通知、关于调整2019年劳动节假期安排的通知",
        ),
        _year(
            2020,
            """
            元旦 01-01
            春节 01-24 01-27..01-31
            清明节 04-06
            劳动节 05-01 05-04..05-05
            端午节 06-25..06-26
            国庆节、中秋节 10-01..10-02 10-05..10-08
            """,
            worked="01-19 04-26 05-09 06-28 09-27 10-10",
            source="国务院办公厅关于2020年部分节假日安排的通知、关于延长2020年春节假期的通知",
        ),
        _year(
            2021,
            """
            元旦 01-01
            春节 02-11..02-12 02-15..02-17
            清明节 04-05
            劳动节 05-03..05-05
            端午节 06-14
            中秋节 09-20..09-21
            国庆节 10-01 10-04..10-07
            """,
            worked="02-07 02-20 04-25 05-08 09-18 09-26 10-09",
        ),
        _year(
            2022,
            """
            元旦 01-03
            春节 01-31..02-04
            清明节 04-04..04-05
            劳动节 05-02..05-04
            端午节 06-03
            中秋节 09-12
            国庆节 10-03..10-07
            """,
            worked="01-29 01-30 04-02 04-24 05-07 10-08 10-09",
        ),
        _year(
            2023,
            """
            元旦 01-02
            春节 01-23..01-27
            清明节 04-05
            劳动节 05-01..05-03
            端午节 06-22..06-23
            中秋节、国庆节 09-29 10-02..10-06
            """,
            worked="01-28 01-29 04-23 05-06 06-25 10-07 10-08",
        ),
        _year(
            2024,
            """
            元旦 01-01
            春节 02-12..02-16
            清明节 04-04..04-05
            劳动节 05-01..05-03
            端午节 06-10
            中秋节 09-16..09-17
            国庆节 10-01..10-04 10-07
            """,
            worked="02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
        ),
        _year(
            2025,
            """
            元旦 01-01
            春节 01-28..01-31 02-03..02-04
            清明节 04-04
            劳动节 05-01..05-02 05-05
            端午节 06-02
            国庆节、中秋节 10-01..10-03 10-06..10-08
            """,
            worked="01-26 02-08 04-27 09-28 10-11",
        ),
        _year(
            2026,
            """
            元旦 01-01..01-02
            春节 02-16..02-20 02-23
            清明节 04-06
            劳动节 05-01 05-04..05-05
            端午节 06-19
            中秋节 09-25
            国庆节 10-01..10-02 10-05..10-07
            """,
            worked="01-04 02-14 02-28 05-09 09-20 10-10",
        ),
        # The statutory days that fall on a weekend (6-7 February, 1-2 May, 2-3 October) will be made up on
        # weekdays which the notice has yet to name.
        _year(
            2027,
            """
            元旦 01-01
            春节 02-05 02-08
            清明节 04-05
            端午节 06-09
            中秋节 09-15
            国庆节 10-01
            """,
            worked="",
            source="全国年节及纪念日放假办法（2024年修订），国务院办公厅通知公布前暂定",
            provisional=True,
        ),
    )
)


@cache
def running_calendar() -> Calendar:
    """Return the national calendar as running cases count by it: years ahead of the last notice are provisional.

    A hall must be able to accept, decide and show what is late also where its calendar was not renewed in time.
    """
    return NATIONAL.prolonged(NATIONAL.years[-1].year + 10)
