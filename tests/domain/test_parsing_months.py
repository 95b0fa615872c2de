"""Days whose month, or day of the week, is a word."""

from __future__ import annotations

import pytest

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.parsing import UnreadableError
from crm_desktop.domain.parsing_dates import DateOrder, OrderFinder, parse_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 Jan 2026", "2026-01-03"), ("May 7, 2026", "2026-05-07"), ("1st of February 2026", "2026-02-01"),
        ("15-Jan-26", "2026-01-15"), ("Sept 5 2026", "2026-09-05"), ("12. marec 2026", "2026-03-12"),
        ("7. maja 2026", "2026-05-07"), ("12 Μαρτίου 2026", "2026-03-12"), ("7 Μαΐου 2026", "2026-05-07"),
        ("3 січня 2026 р.", "2026-01-03"), ("5 лист. 2026", "2026-11-05"), ("12. mars 2026", "2026-03-12"),
        ("3. јануар 2026.", "2026-01-03"), ("1. feb 2026.", "2026-02-01"), ("12. März 2026", "2026-03-12"),
        ("Mon, 5 Jan 2026 10:00:00 +0100", "2026-01-05"), ("п'ятниця, 2 січня 2026", "2026-01-02"),
        ("Thu 2026-01-15", "2026-01-15"), ("5 Jan 2026, 23:59", "2026-01-05"),
    ],
)  # fmt: skip
def test_the_name_of_the_month_leaves_no_order_open(text: str, day: str) -> None:
    assert day_from(parse_day(text, None)).isoformat() == day
    finder = OrderFinder()
    finder.see(text)
    assert finder.order is None


def test_a_day_of_the_week_before_figures_tells_nothing_about_their_order() -> None:
    finder = OrderFinder()
    finder.see("pon. 5.1.2026")
    assert finder.ambiguous == "pon. 5.1.2026"
    assert day_from(parse_day("Monday 5/1/2026", DateOrder.DMY)).isoformat() == "2026-01-05"


@pytest.mark.parametrize(
    "text",
    [
        "31 Feb 2026", "5 Market 2026", "1 Marija 2026", "Jan 2026", "ma 2026", "today", "3 Ja 2026", "A 5.1.2026",
        "3 Ιου 2026", "3 Iou 2026",  # June or July
    ],
)  # fmt: skip
def test_other_words_are_no_days(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse_day(text, DateOrder.DMY)
