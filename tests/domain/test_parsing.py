"""Dates, amounts, ratings and words out of text: exact, never guessed, and a reason for whatever cannot be read."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.dates import day_from
from crm_desktop.domain.parsing import (
    Fault,
    UnreadableError,
    clean_text,
    parse_minutes,
    parse_score,
    parse_yes_no,
)
from crm_desktop.domain.parsing_amounts import DecimalFinder, currency_of, parse_amount
from crm_desktop.domain.parsing_dates import DateOrder, OrderFinder, parse_day

DMY, MDY, YMD = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD


def day(text: str, order: DateOrder | None = DMY) -> date:
    return day_from(parse_day(text, order))


def find_order(cells: list[str]) -> OrderFinder:
    finder = OrderFinder()
    for cell in cells:
        finder.see(cell)
    return finder


def euros(text: str, decimal: str = ".", **told: object) -> int:
    return parse_amount(text, **{"decimal": decimal, "currency": "EUR", "certain": True, "exponent": 2, **told})  # type: ignore[arg-type]


def fault_of(call: object, *given: object, **told: object) -> Fault:
    with pytest.raises(UnreadableError) as caught:
        call(*given, **told)  # type: ignore[operator]
    return caught.value.fault


# --- days


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026-01-25", None, date(2026, 1, 25)),
        ("2026/1/5", None, date(2026, 1, 5)),
        ("20260125", None, date(2026, 1, 25)),
        ("2026-03-29T02:30:00+02:00", MDY, date(2026, 3, 29)),
        ("2026-01-25 23:59:59.999Z", None, date(2026, 1, 25)),
        ("25.1.2026", DMY, date(2026, 1, 25)),
        ("1. 2. 2026", DMY, date(2026, 2, 1)),
        ("01.02.2026.", DMY, date(2026, 2, 1)),
        ("03/04/2026", DMY, date(2026, 4, 3)),
        ("03/04/2026", MDY, date(2026, 3, 4)),
        ("3-4-26 2:15 PM", DMY, date(2026, 4, 3)),
        ("26/4/3", YMD, date(2026, 4, 3)),
        ("31/12/99", DMY, date(1999, 12, 31)),
        ("29.02.2024", DMY, date(2024, 2, 29)),
    ],
)
def test_a_date_is_the_day_as_written(text: str, order: DateOrder | None, expected: date) -> None:
    assert day(text, order) == expected


@pytest.mark.parametrize(
    ("text", "order", "fault"),
    [
        ("31.09.2025", DMY, Fault.NO_SUCH_DAY),
        ("29.02.2025", DMY, Fault.NO_SUCH_DAY),
        ("0.1.2025", DMY, Fault.NO_SUCH_DAY),
        ("01/25/2026", DMY, Fault.NO_SUCH_MONTH),
        ("2026-13-01", None, Fault.NO_SUCH_MONTH),
        ("0202-01-01", None, Fault.YEAR_OUT_OF_RANGE),
        ("25.1.2026", YMD, Fault.OTHER_ORDER),
        ("25.1.2026", None, Fault.OTHER_ORDER),
        ("yesterday", DMY, Fault.NOT_A_DATE),
        ("45678", DMY, Fault.NOT_A_DATE),
        ("1.2.026", DMY, Fault.NOT_A_DATE),
        ("٢٥.١.٢٠٢٦", DMY, Fault.NOT_A_DATE),
        ("1.2/2026", DMY, Fault.NOT_A_DATE),
        ("2026-01-25 25:00", None, Fault.NOT_A_DATE),
        ("", DMY, Fault.NOT_A_DATE),
    ],
)
def test_an_impossible_date_is_told(text: str, order: DateOrder | None, fault: Fault) -> None:
    assert fault_of(parse_day, text, order) is fault


def test_one_telling_cell_settles_the_column() -> None:
    assert find_order(["03/04/2026", "25/01/2026", "7/5/2026"]).order is DMY
    assert find_order(["03/04/2026", "01/25/2026"]).order is MDY
    assert find_order(["03.04.26", "31.12.99"]).order is DMY
    assert find_order(["31/09/2026"]).order is DMY
    assert find_order(["25.01.26", "3. 4. 25"]).order is DMY
    assert find_order(["25/01/26", "03-04-25"]).order is DMY
    assert find_order(["03/04/26", "01/25/26"]).order is MDY
    assert find_order(["03/04/26", "99/01/25"]).order is YMD


def test_a_column_that_nothing_settles_is_ambiguous() -> None:
    assert find_order(["03/04/2026", "12/11/2025"]).ambiguous == "03/04/2026"
    assert find_order(["03/04/26"]).ambiguous == "03/04/26"
    assert find_order(["05.05.2026", "1.1.2026", "nonsense"]).ambiguous is None
    assert find_order(["25/01/26"]).ambiguous is None


def test_dates_that_begin_with_the_year_need_no_order() -> None:
    finder = find_order(["2026-01-02", "2026/3/4"])
    assert finder.order is None
    assert finder.ambiguous is None


def test_a_column_of_two_orders_is_contradictory() -> None:
    assert find_order(["25/01/2026", "01/25/2026"]).contradictory


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_is_read_back_in_every_form(given_day: date) -> None:
    assert day(given_day.isoformat(), None) == given_day
    assert day(f"{given_day.day}.{given_day.month}.{given_day.year}", DMY) == given_day
    assert day(f"{given_day:%m/%d/%Y}", MDY) == given_day


# --- amounts


@pytest.mark.parametrize(
    ("text", "decimal", "minor"),
    [
        ("12.50", ".", 1250),
        ("12,5", ",", 1250),
        ("0.1", ".", 10),
        ("1.234.567,89", ",", 123456789),
        ("1,234.50", ".", 123450),
        ("1 234,50", ",", 123450),
        ("1\N{NO-BREAK SPACE}234,50", ",", 123450),
        ("1\N{NARROW NO-BREAK SPACE}234,50", ",", 123450),
        ("1'234.50", ".", 123450),
        ("1.234", ",", 123400),
        ("12.500", ".", 1250),
        ("100", ",", 10000),
        (".5", ".", 50),
        ("-12.50", ".", -1250),
        ("(12.50)", ".", -1250),
        ("12.50-", ".", -1250),
        ("−12.50", ".", -1250),
        ("-0.01", ".", -1),
        ("-0", ".", 0),
        ("€ 12.50", ".", 1250),
        ("12,50 €", ",", 1250),
        ("EUR 12.50", ".", 1250),
        ("-€12.50", ".", -1250),
        ("€-12.50", ".", -1250),
    ],
)
def test_an_amount_is_exact_minor_units(text: str, decimal: str, minor: int) -> None:
    assert euros(text, decimal) == minor


@pytest.mark.parametrize(
    ("text", "decimal", "fault"),
    [
        *[
            (text, ".", Fault.NOT_A_NUMBER)
            for text in ("NaN", "inf", "1_000", "0x1F", "1e5", "#REF!", "--5", "(-5)", "٣", "12.", "", "5 apples")
        ],
        ("12,34", ".", Fault.WRONG_SEPARATORS),
        ("0.125", ",", Fault.WRONG_SEPARATORS),
        ("1,2.3", ".", Fault.WRONG_SEPARATORS),
        ("12.345", ".", Fault.TOO_MANY_DECIMALS),
        ("9" * 20, ".", Fault.TOO_LARGE),
        ("£5", ".", Fault.OTHER_CURRENCY),
    ],
)
def test_what_is_no_exact_amount_is_told(text: str, decimal: str, fault: Fault) -> None:
    assert fault_of(euros, text, decimal) is fault


def test_a_shared_sign_is_believed_only_when_the_currency_was_told() -> None:
    assert euros("100 kr", currency="NOK") == 10000
    assert fault_of(euros, "100 kr", currency="NOK", certain=False) is Fault.SEVERAL_CURRENCIES


def test_minor_units_follow_the_currency() -> None:
    assert euros("1234", currency="JPY", exponent=0) == 1234
    assert euros("1.234", currency="KWD", exponent=3) == 1234
    assert fault_of(euros, "1.5", currency="JPY", exponent=0) is Fault.TOO_MANY_DECIMALS


def decimals(*cells: str) -> DecimalFinder:
    finder = DecimalFinder()
    for cell in cells:
        finder.see(cell)
    return finder


def test_one_telling_amount_settles_the_decimal_mark() -> None:
    assert decimals("1.234", "12,50").decimal == ","
    assert decimals("1.234.567").decimal == ","
    assert decimals("1,234.50").decimal == "."
    assert decimals("0.125").decimal == "."
    assert decimals("1 234.567").decimal == "."


def test_a_thousand_or_one_and_a_bit_is_ambiguous() -> None:
    assert decimals("1.234", "2.500", "100").ambiguous == "1.234"
    assert decimals("100", "2000").ambiguous is None
    assert decimals("12,50", "12.50").contradictory


@given(st.integers(-(10**13), 10**13), st.sampled_from([".", ","]))
def test_every_amount_is_read_back_exactly(minor: int, decimal: str) -> None:
    sign, whole, cents = "-" if minor < 0 else "", *divmod(abs(minor), 100)
    grouped = f"{whole:,}".replace(",", "." if decimal == "," else ",")
    assert euros(f"{sign}{whole}{decimal}{cents:02}", decimal) == minor
    assert euros(f"{sign}{grouped}{decimal}{cents:02}", decimal) == minor


def test_currencies_are_known_by_code_and_by_a_sign_of_their_own() -> None:
    assert [currency_of(text) for text in ("eur", " NOK ", "€", "₴", "zł")] == ["EUR", "NOK", "EUR", "UAH", "PLN"]
    assert fault_of(currency_of, "XXZ") is Fault.NOT_A_CURRENCY
    assert fault_of(currency_of, "$") is Fault.SEVERAL_CURRENCIES


# --- ratings, words, text


def score(text: str, *, decimal: str | None = None, low: int = 0, high: int = 10) -> float:
    return parse_score(text, decimal=decimal, low=Decimal(low), high=Decimal(high))


def test_ratings_are_read_on_their_scale() -> None:
    assert [score(text) for text in ("10", "0", "7", "9,5", "9.5")] == [10.0, 0.0, 7.0, 9.5, 9.5]
    assert [score(text, low=1, high=5) for text in ("1", "3", "5")] == [0.0, 5.0, 10.0]


@pytest.mark.parametrize("text", ["11", "-1", "10.1"])
def test_a_rating_off_the_scale_is_told(text: str) -> None:
    assert fault_of(score, text) is Fault.OFF_THE_SCALE


@pytest.mark.parametrize("text", ["NaN", "inf", "", "9_5", "٩", "seven", "1,2,3"])
def test_what_is_no_rating_is_told(text: str) -> None:
    assert fault_of(score, text) is Fault.NOT_A_NUMBER


def test_a_told_decimal_mark_counts_for_ratings_too() -> None:
    assert fault_of(score, "9.5", decimal=",") is Fault.WRONG_SEPARATORS


def test_yes_and_no_in_the_languages_of_the_product() -> None:
    assert all(parse_yes_no(text) for text in ("Yes", "1", "DA", "ja", "так", "Ναι"))
    assert not any(parse_yes_no(text) for text in ("", "no", "0", "ne", "nei", "ні", "όχι"))
    assert fault_of(parse_yes_no, "perhaps") is Fault.NOT_YES_OR_NO


def test_minutes_are_whole() -> None:
    assert parse_minutes("45") == parse_minutes("45.0") == 45
    assert fault_of(parse_minutes, "4.5") is Fault.NOT_A_NUMBER


def test_text_is_kept_as_given() -> None:
    assert clean_text("  =1+1 <b>\r\nKovac\u030c  ", 100) == "=1+1 <b>\nKovač"
    assert fault_of(clean_text, "a\0b", 100) is Fault.NUL
    assert fault_of(clean_text, "a\ud800b", 100) is Fault.SURROGATE
    assert fault_of(clean_text, "ab" * 100, 100) is Fault.TOO_LONG


@given(st.text())
def test_reading_never_fails_in_another_way(text: str) -> None:
    for call in (
        lambda: parse_day(text, DMY),
        lambda: euros(text),
        lambda: score(text),
        lambda: currency_of(text),
        lambda: parse_yes_no(text),
        lambda: parse_minutes(text),
        lambda: clean_text(text, 50),
        lambda: find_order([text]).ambiguous,
        lambda: decimals(text).ambiguous,
    ):
        with suppress(UnreadableError):
            call()
