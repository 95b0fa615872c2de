"""What a person reads, in their language: texts from gettext catalogues, and days, numbers and money as CLDR has them.

The forms of a language stand in ``resources/locale/<language>/formats.json``, taken from CLDR by ``make messages``:
asking Babel at run time would cost more than 30 ms before the first paint.
"""

from __future__ import annotations

import gettext
import json
import locale
import os
from datetime import date, time
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal
from typing import Any, Literal

from crm_desktop.resources import resource_path

DOMAIN = "crm_desktop"
DEFAULT_LANGUAGE = "en"
LANGUAGES = ("en", "sl", "el", "uk", "nb", "sr")
"""Languages whose days, numbers and money are known; those with a catalogue in ``resources/locale`` have texts too."""

DayStyle = Literal[
    "short", "long", "date", "day_month", "month_year", "month", "month_short", "weekday", "weekday_short"
]

_DECIMALS_BELOW = 1_000
"""From this many whole units on, cents are left out unless the amount is asked for exactly."""

_UNKNOWN = "–"
"""Shown for a figure that is not a number."""

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Arithmetic that never runs out of digits: an amount of any size has a text."""

_CURRENCIES_BY_EXPONENT = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENTS = {code: places for places, codes in _CURRENCIES_BY_EXPONENT.items() for code in codes.split()}
"""Decimal places of the currencies that do not have two. Source: ISO 4217, list one."""


class _Language:
    """The catalogue and the forms of one language."""

    def __init__(self, code: str) -> None:
        self.code = code
        folder = resource_path("locale")
        self.texts = gettext.translation(DOMAIN, folder, languages=[code], fallback=True)
        self.told: dict[str, str] = {}
        self.forms: dict[str, Any] = json.loads((folder / code / "formats.json").read_text(encoding="utf-8"))


_current: _Language | None = None


def set_language(code: str) -> None:
    """Speak this language from now on: "sl", "sl_SI" or "sl-SI"; one that is not known means English."""
    global _current
    language = code.replace("-", "_").split("_")[0].casefold()
    _current = _Language(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def current_language() -> str:
    """The code of the language that is spoken."""
    return _speaking().code


def typed_language() -> str:
    """The language whose words one types: the one spoken or, while that is English, the system's if it is known."""
    if current_language() != DEFAULT_LANGUAGE:
        return current_language()
    told = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None) or locale.getlocale()[0]
    code = (told or "").replace("-", "_").split("_")[0].casefold()
    return code if code in LANGUAGES else DEFAULT_LANGUAGE


def _speaking() -> _Language:
    global _current
    if _current is None:
        _current = _Language(DEFAULT_LANGUAGE)
    return _current


# --- texts


def tr(message: str, **values: object) -> str:
    """The text in the current language, its ``{names}`` filled with the values."""
    speaking = _speaking()
    text = speaking.told.get(message)
    if text is None:
        text = speaking.told[message] = speaking.texts.gettext(message)
    return text.format(**values) if values else text


def tr_n(singular: str, plural: str, n: int, **values: object) -> str:
    """The text in the form that the number asks for; ``{n}`` becomes the number, grouped as the language does."""
    return _speaking().texts.ngettext(singular, plural, n).format(n=format_number(n), **values)


# --- days


def format_day(day: date, style: DayStyle = "short") -> str:
    """A day in words. In English, for Friday 21 November 2025:

    short "Fri 21 Nov", long "Friday 21 November", date "21 Nov 2025", day_month "21 Nov", month_year "Nov 2025",
    month "November", month_short "Nov", weekday "Friday", weekday_short "Fri".
    """
    forms = _speaking().forms
    month, weekday = day.month - 1, day.weekday()
    pattern: str = forms["days"][style]
    return pattern.format(
        day=day.day,
        month=forms["months"][month],
        month_short=forms["months_short"][month],
        month_alone=forms["months_alone"][month],
        month_short_alone=forms["months_short_alone"][month],
        weekday=forms["weekdays"][weekday],
        weekday_short=forms["weekdays_short"][weekday],
        weekday_alone=forms["weekdays_alone"][weekday],
        weekday_short_alone=forms["weekdays_short_alone"][weekday],
        year=day.year,
    )


def format_moment(day: date, at: time | None, style: DayStyle = "short") -> str:
    """A day in words and, where it has one, the time: "Fri 21 Nov 14:00"."""
    text = format_day(day, style)
    return text if at is None else f"{text} {at:%H:%M}"


def format_relative_day(day: date | None, today: date) -> str:
    """How far a day is from today: "today", "tomorrow", "13 days ago", "in 5 days"; "never" for no day at all."""
    if day is None:
        return tr("never")
    ahead = (day - today).days
    near = {0: tr("today"), 1: tr("tomorrow"), -1: tr("yesterday")}.get(ahead)
    if near is not None:
        return near
    if ahead > 0:
        return tr_n("in {n} day", "in {n} days", ahead)
    return tr_n("{n} day ago", "{n} days ago", -ahead)


def month_names(language: str | None = None) -> list[str]:
    """January to December as written alone, in the current language or the one named."""
    return list(_forms_of(language)["months_alone"])


def _forms_of(language: str | None) -> dict[str, Any]:
    return _speaking().forms if language is None else _Language(language).forms


# --- numbers and money


def format_number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A number grouped as the language does, with so many decimal places, rounded half up; signed shows a plus too."""
    exact = Decimal(value)
    if not exact.is_finite():
        return _UNKNOWN
    rounded = _rounded(exact, decimals)
    whole, _, rest = f"{rounded.copy_abs():f}".partition(".")
    return _sign(rounded < 0, signed=signed and rounded > 0) + _digits(whole, rest)


def format_percent(share: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A share as a percentage: 0.78 is "78%"; signed writes "+3%"."""
    pattern: str = _speaking().forms["percent"]
    return pattern.format(number=format_number(share * 100, decimals, signed=signed))


def format_size(size: int) -> str:
    """The size of a file, given in bytes, as people say it; never less than a kilobyte."""
    if size < 1_000_000:
        return tr("{size} KB", size=format_number(max(size / 1_000, 1)))
    return tr("{size} MB", size=format_number(size / 1_000_000, 1))


def currency_exponent(currency: str) -> int:
    """How many decimal places the minor unit of a currency has: EUR 2, JPY 0, KWD 3 (ISO 4217); 2 if not known."""
    return _EXPONENTS.get(currency.upper(), 2)


def format_money(minor: int, currency: str, *, exact: bool = False) -> str:
    """An amount of minor units: "€48,200", "€7.50".

    Cents are left out when there are none, and from 1,000 units on, unless ``exact`` asks for them: for an amount that
    the customer also has on paper.
    """
    exponent = currency_exponent(currency)
    unit = 10**exponent
    whole, rest = divmod(abs(minor), unit)
    if rest and (exact or whole < _DECIMALS_BELOW):
        number = _digits(str(whole), f"{rest:0{exponent}d}")
    else:
        number = _digits(str((2 * abs(minor) + unit) // (2 * unit)), "")
    return _money(minor < 0, number, currency)


def format_money_short(minor: int, currency: str) -> str:
    """An amount in few characters: as ``format_money`` below a million units, then "€1.21 m", "€12.1 bn"."""
    forms = _speaking().forms
    units = Decimal(abs(minor)).scaleb(-currency_exponent(currency), _EXACT)
    three_digits = Context(prec=3, rounding=ROUND_HALF_UP).plus(units)
    for zeros, name in ((9, "billion"), (6, "million")):
        scaled = three_digits.scaleb(-zeros)
        if scaled >= 1:
            whole, _, rest = f"{scaled:f}".partition(".")
            return _money(minor < 0, _digits(whole, rest.rstrip("0")) + forms[name], currency)
    return format_money(minor, currency)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)


def _money(negative: bool, number: str, currency: str) -> str:
    forms = _speaking().forms
    symbol: str = forms["currencies"].get(currency.upper(), currency)
    pattern: str = forms["money"]
    if pattern.startswith("{symbol}{") and symbol[-1:].isalpha():
        symbol += "\N{NO-BREAK SPACE}"  # CLDR currencySpacing: "CHF 5", but "€5"
    return _sign(negative) + pattern.format(symbol=symbol, number=number).strip()


def _sign(negative: bool, *, signed: bool = False) -> str:
    if negative:
        return str(_speaking().forms["minus"])
    return "+" if signed else ""


def _digits(whole: str, rest: str) -> str:
    """Digits with the group and decimal marks of the language."""
    forms = _speaking().forms
    grouped = f"{int(whole):,}".replace(",", forms["group"])
    return grouped + forms["decimal"] + rest if rest else grouped
