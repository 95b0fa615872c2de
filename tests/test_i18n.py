"""Days, numbers and money as people write them, in six languages, and catalogues that fit the source."""

from __future__ import annotations

import json
import string
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from babel.messages import Catalog, pofile
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop import i18n
from crm_desktop.i18n import (
    DayStyle,
    format_day,
    format_money,
    format_money_short,
    format_number,
    format_percent,
    format_relative_day,
    set_language,
    tr,
    tr_n,
)
from scripts import messages

FRIDAY = date(2025, 11, 21)
NBSP = "\N{NO-BREAK SPACE}"
languages = st.sampled_from(i18n.LANGUAGES)
currencies = st.one_of(st.sampled_from(["EUR", "USD", "JPY", "KWD", "UAH", "RSD", "NOK", "CHF"]), st.text(max_size=5))


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("short", "Fri 21 Nov"),
        ("long", "Friday 21 November"),
        ("date", "21 Nov 2025"),
        ("day_month", "21 Nov"),
        ("month_year", "Nov 2025"),
        ("month", "November"),
        ("month_short", "Nov"),
        ("weekday", "Friday"),
        ("weekday_short", "Fri"),
    ],
)
def test_a_day_in_english(style: DayStyle, text: str) -> None:
    assert format_day(FRIDAY, style) == text


@pytest.mark.parametrize(
    ("language", "long", "month"),
    [
        ("sl", "petek, 21. november", "november"),
        ("el", "Παρασκευή 21 Νοεμβρίου", "Νοέμβριος"),
        ("uk", "пʼятниця, 21 листопада", "листопад"),
        ("nb", "fredag 21. november", "november"),
        ("sr", "петак 21. новембар", "новембар"),
    ],
)
def test_a_day_in_other_languages(language: str, long: str, month: str) -> None:
    set_language(language)
    assert format_day(FRIDAY, "long") == long
    assert format_day(FRIDAY, "month") == month


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (-13, "13 days ago"),
        (5, "in 5 days"),
        (-1234, "1,234 days ago"),
    ],
)
def test_a_day_as_seen_from_today(days: int, text: str) -> None:
    assert format_relative_day(FRIDAY + timedelta(days=days), FRIDAY) == text


def test_no_day_at_all_is_never() -> None:
    assert format_relative_day(None, FRIDAY) == "never"


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (4_820_000, "EUR", "€48,200"),
        (742_000, "EUR", "€7,420"),
        (95_500, "EUR", "€955"),
        (750, "EUR", "€7.50"),
        (5, "EUR", "€0.05"),
        (0, "EUR", "€0"),
        (-22_000, "EUR", "−€220"),
        (161_055, "EUR", "€1,611"),
        (99_999, "EUR", "€999.99"),
        (1_500, "JPY", "JP¥1,500"),
        (1_234, "KWD", f"KWD{NBSP}1.234"),
        (12_300, "eur", "€123"),
        (12_300, "???", "???123"),
    ],
)
def test_money_in_english(minor: int, currency: str, text: str) -> None:
    assert format_money(minor, currency) == text


def test_money_to_the_cent_when_asked() -> None:
    assert format_money(161_055, "EUR", exact=True) == "€1,610.55"
    assert format_money(161_000, "EUR", exact=True) == "€1,610"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sl", f"−48.200{NBSP}€"),
        ("el", f"−48.200{NBSP}€"),
        ("uk", f"−48{NBSP}200{NBSP}EUR"),
        ("nb", f"−48{NBSP}200{NBSP}€"),
        ("sr", f"−48.200{NBSP}€"),
    ],
)
def test_money_in_other_languages(language: str, text: str) -> None:
    set_language(language)
    assert format_money(-4_820_000, "EUR") == text


@pytest.mark.parametrize(
    ("minor", "text"),
    [
        (15_180_000, "€151,800"),
        (99_999_999, f"€1{NBSP}m"),
        (121_000_000, f"€1.21{NBSP}m"),
        (1_214_000_000, f"€12.1{NBSP}m"),
        (99_949_999_999, f"€999{NBSP}m"),
        (99_950_000_000, f"€1{NBSP}bn"),
        (-350_000_000, f"−€3.5{NBSP}m"),
    ],
)
def test_much_money_in_few_characters(minor: int, text: str) -> None:
    assert format_money_short(minor, "EUR") == text


def test_numbers_and_shares() -> None:
    assert format_number(1_234_567) == "1,234,567"
    assert format_number(7.96, 1) == "8.0"
    assert format_number(0.5) == "1"
    assert format_number(-0.4) == "0"
    assert format_number(float("nan")) == "–"
    assert format_percent(0.78) == "78%"
    assert format_percent(0.03, signed=True) == "+3%"
    assert format_percent(-0.31, signed=True) == "−31%"
    assert format_percent(0.0, signed=True) == "0%"


@given(languages, st.dates(), st.dates(), st.sampled_from(get_args(DayStyle)))
def test_every_day_has_a_text(language: str, day: date, today: date, style: DayStyle) -> None:
    set_language(language)
    assert format_day(day, style).strip()
    assert format_relative_day(day, today).strip()


@given(languages, st.integers(), currencies)
def test_every_amount_has_a_text(language: str, minor: int, currency: str) -> None:
    set_language(language)
    assert format_money(minor, currency)
    assert format_money(minor, currency, exact=True)
    assert format_money_short(minor, currency)


@given(languages, st.one_of(st.floats(), st.integers()), st.integers(0, 12), st.booleans())
def test_every_number_has_a_text(language: str, value: float, decimals: int, signed: bool) -> None:
    set_language(language)
    assert format_number(value, decimals, signed=signed)


@given(languages, st.integers(-(2**63), 2**63 - 1), st.sampled_from(["EUR", "JPY", "KWD", "CLF"]))
def test_an_exact_amount_can_be_read_back(language: str, minor: int, currency: str) -> None:
    set_language(language)
    forms = messages.forms(language)
    text = format_money(minor, currency, exact=True).replace(forms["group"], "").replace(forms["decimal"], ".")
    digits = "".join(character for character in text if character.isdigit() or character == ".")
    assert Decimal(digits) == Decimal(abs(minor)).scaleb(-i18n.currency_exponent(currency))


def test_texts_are_filled_and_counted() -> None:
    assert tr("Silent for {days}.", days="41 {days}") == "Silent for 41 {days}."
    assert tr("100 {percent}") == "100 {percent}"
    assert tr_n("{n} order", "{n} orders", 1) == "1 order"
    assert tr_n("{n} order of {who}", "{n} orders of {who}", 1_200, who="Kovač") == "1,200 orders of Kovač"


@pytest.mark.parametrize(
    ("asked", "spoken"), [("sl", "sl"), ("sl_SI", "sl"), ("nb-NO", "nb"), ("EN", "en"), ("xx", "en"), ("", "en")]
)
def test_a_language_is_taken_by_its_code_and_an_unknown_one_is_english(asked: str, spoken: str) -> None:
    set_language(asked)
    assert i18n.current_language() == spoken


def test_words_for_reading_what_is_typed() -> None:
    assert i18n.month_names()[0] == "January"
    assert i18n.month_names("uk")[10] == "листопад"
    assert i18n.current_language() == "en"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_forms_are_those_of_cldr(language: str) -> None:
    file = messages.LOCALE / language / "formats.json"
    assert json.loads(file.read_text(encoding="utf-8")) == messages.forms(language), "run `make messages`"


@pytest.fixture(scope="module")
def template() -> Catalog:
    """The texts of the source, gathered once."""
    return messages.template()


def test_the_template_holds_the_texts_of_the_source(template: Catalog) -> None:
    fresh = messages.TEMPLATE.read_text(encoding="utf-8") == messages.po_text(template)
    assert fresh, "texts were added or changed: run `make messages`"


@pytest.mark.parametrize(
    "catalogue", sorted(messages.LOCALE.glob("*/LC_MESSAGES/*.po")), ids=lambda path: path.parts[-3]
)
def test_a_catalogue_is_up_to_date_and_keeps_the_names_in_braces(catalogue: Path, template: Catalog) -> None:
    catalog = messages.updated(catalogue, template)
    fresh = catalogue.read_text(encoding="utf-8") == messages.po_text(catalog)
    compiled = catalogue.with_suffix(".mo").read_bytes() == messages.compiled(catalog)
    assert fresh, "texts were added or changed: run `make messages`"
    assert compiled, "the catalogue was changed by hand: run `make messages`"
    with catalogue.open("rb") as file:
        for message in pofile.read_po(file):
            assert _names_in_braces(message.string) <= _names_in_braces(message.id), message.id


def _names_in_braces(texts: object) -> set[str]:
    """The names in a text, or in all plural forms of one."""
    forms = texts if isinstance(texts, list | tuple) else (texts,)
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(str(form)) if name is not None}


def test_what_the_first_paint_needs_does_not_wait_for_babel() -> None:
    program = (
        "import sys; from datetime import date; from crm_desktop import i18n;"
        "i18n.format_day(date(2025, 11, 21)); i18n.format_money(1, 'EUR'); i18n.tr('today');"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_words_one_types_are_the_systems_while_only_english_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    for told, typed in (("sl_SI.UTF-8", "sl"), ("uk_UA", "uk"), ("xx_YY", "en"), ("C", "en")):
        monkeypatch.setenv("LC_ALL", told)
        assert i18n.typed_language() == typed
    i18n.set_language("el")
    assert i18n.typed_language() == "el"
