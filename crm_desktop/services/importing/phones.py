"""Puts telephone numbers into the one international form (E.164), with the country that most numbers without one mean.

The library that knows all numbering plans is loaded when the first number needs it; most files hold none such.
"""

from __future__ import annotations

import locale
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from crm_desktop.domain.contact_points import first_point
from crm_desktop.domain.neutral import unmarked
from crm_desktop.i18n import tr
from crm_desktop.storage.store import Store

AS_TYPED = ""
"""The setting ``country`` that leaves every number as it stands."""

_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_INTERNATIONAL = re.compile(r"\s*(?:\+|00)[1-9]")
_NUMBER_ONLY = re.compile(r"[\d\s()./+\-–\N{NO-BREAK SPACE}]+")
_TRUNK_ZERO = "(0)"
_LEAST_DIGITS = 7
_MOST_LOOKED_AT = 2_000
_ENOUGH_SHARE = 0.6


class Country(NamedTuple):
    """The country of numbers without one ("SI"; empty: unknown, or all stay as typed) and how it was found."""

    code: str
    found: str = ""
    keep: bool = False

    @property
    def told(self) -> bool:
        """Somebody said so."""
        return self.found == "told"


def region_codes() -> frozenset[str]:
    """The countries whose numbers are known."""
    import phonenumbers

    return frozenset(phonenumbers.SUPPORTED_REGIONS)


def e164(text: str, country: str = "") -> str | None:
    """A number in the form +38640123456, or ``None`` when it cannot be one for certain.

    Anything beside the number (an extension, a name) makes it stay as typed: it would be lost.
    """
    text = text.strip()
    if _E164.fullmatch(text):
        return text
    if not _NUMBER_ONLY.fullmatch(text) or not _LEAST_DIGITS - 1 <= sum(c.isdigit() for c in text) <= 17:
        return None
    international = _INTERNATIONAL.match(text)
    if not international and not country:
        return None
    import phonenumbers

    # "+386 (0)40 …" is how the number is dialled from home and from abroad, written in one.
    plain = text.replace(_TRUNK_ZERO, "") if international else text
    plain = "+" + plain.lstrip()[2:] if international and plain.lstrip().startswith("00") else plain
    try:
        number = phonenumbers.parse(plain, None if international else country)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def same_number(one: str, other: str, country: str) -> bool:
    """Two ways of writing one number; two numbers that cannot be read are the same when their digits are."""
    if one == other:
        return True
    first, second = e164(one, country), e164(other, country)
    if first and second:
        return first == second
    return not first and not second and digits(one) == digits(other) and len(digits(one)) >= _LEAST_DIGITS


def digits(text: str) -> str:
    """The digits alone."""
    return "".join(letter for letter in text if letter.isdigit())


def country_of(numbers: Iterable[str]) -> str:
    """The country that most of the international ones among these numbers belong to, or an empty text."""
    found: Counter[str] = Counter()
    looked = 0
    for text in numbers:
        if _INTERNATIONAL.match(text) and (number := e164(text)):
            import phonenumbers

            region = phonenumbers.region_code_for_number(phonenumbers.parse(number))
            found[region or ""] += 1
            looked += 1
            if looked == _MOST_LOOKED_AT:
                break
    if not found:
        return ""
    code, times = found.most_common(1)[0]
    return code if times >= _ENOUGH_SHARE * found.total() else ""


def needs_country(numbers: Iterable[str]) -> bool:
    """Some of these are numbers without a country."""
    return any(
        _NUMBER_ONLY.fullmatch(text) and not _INTERNATIONAL.match(text) and len(digits(text)) >= _LEAST_DIGITS - 1
        for text in numbers
    )


def find_country(store: Store, told: str | None, in_file: Callable[[], Iterable[str]]) -> Country:
    """The country of the numbers without one: told, else that of the file's others, the workspace's, the computer's."""
    if told is not None:
        return Country(told, "told", keep=told == AS_TYPED)
    if code := country_of(in_file()):
        return Country(code, "file")
    rows = store.rows(
        " UNION ALL ".join(
            f"SELECT phone FROM (SELECT phone FROM {table} WHERE phone LIKE '+%' AND deleted_at IS NULL LIMIT 500)"
            for table in ("account", "contact")
        )
    )
    if code := country_of(row[0] for row in rows):
        return Country(code, "workspace")
    if code := system_country():
        return Country(code, "system")
    return Country("")


def system_country() -> str:
    """The country this computer is set to, or an empty text.

    English of the United States is what computers are set to that nobody set: it tells nothing.
    """
    names = [os.environ.get(key, "") for key in ("LC_ALL", "LC_TELEPHONE", "LANG")]
    if sys.platform in ("win32", "darwin"):
        try:
            names.append(locale.getlocale()[0] or "")
        except ValueError:
            return ""
    for name in names:
        if (found := re.match(r"([a-z]{2,3})_([A-Z]{2})\b", name)) and found.groups() != ("en", "US"):
            return found.group(2)
    return ""


def country_words(country: Country) -> str:
    """How the numbers of a column are read, in a few words."""
    if country.keep:
        return tr("as typed")
    return tr("phone, {country}", country=country.code) if country.code else tr("phone")


class Phones:
    """Reads the telephone numbers of one file; the country is looked for when a number needs it."""

    def __init__(self, store: Store, told: str | None, in_file: Callable[[], Iterable[str]]) -> None:
        self._store, self._told, self._in_file = store, told, in_file
        self._country: Country | None = None

    @property
    def country(self) -> Country:
        """What numbers without a country are taken for."""
        if self._country is None:
            self._country = find_country(self._store, self._told, self._in_file)
        return self._country

    @property
    def needed(self) -> bool:
        """A number asked for the country, or somebody told it."""
        return self._country is not None or self._told is not None

    @property
    def guessed(self) -> Country | None:
        """The country that was needed and found though nobody told it."""
        known = self._country
        return known if known is not None and known.code and not known.told else None

    def read(self, text: str) -> str:
        """The number in the international form where that is certain; else as it stands."""
        text = first_point(unmarked(text))
        if not text or self._told == AS_TYPED or _E164.fullmatch(text):
            return text
        if _INTERNATIONAL.match(text):
            return e164(text) or text
        return (e164(text, self.country.code) if needs_country((text,)) else None) or text

    def is_doubtful(self, text: str) -> bool:
        """A number that was read and stayed as typed."""
        return bool(text) and self._told != AS_TYPED and not _E164.fullmatch(text)

    def same(self, one: str, other: str) -> bool:
        """Two ways of writing one number."""
        return same_number(one, other, self.country.code if needs_country((one, other)) else "")
