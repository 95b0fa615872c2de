"""What a person can tell an import: the keys of ``--settings``, checked."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.parsing import UnreadableError
from crm_desktop.domain.parsing_amounts import currency_of
from crm_desktop.domain.parsing_dates import DateOrder
from crm_desktop.i18n import tr

DELIMITERS = ",;\t|"
# Python's codecs that read no text that a program would save a table in.
_NO_TEXT = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7", "mbcs", "oem"}


class Mode(StrEnum):
    """What becomes of accounts and people: orders, calls and ratings are always added, each once.

    Without a mode, unknown ones are created and known ones gain what they lack; nothing is overwritten.
    """

    CREATE = "create"
    UPDATE = "update"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """Told by the person; ``None`` is found out from the file, and refused where the file does not tell.

    ``sheet`` is the name of a workbook's sheet, or its place counted from 1.

    ``mode``: unknown accounts and people are created, known ones updated (a filled cell overwrites), or both.
    ``country``: that of telephone numbers without one ("SI"); "" leaves all numbers as typed.
    ``score_scale``: the worst and the best rating of the file.
    ``mapping`` goes from a header to a field ("" skips the column). ``corrections`` holds cells edited on the page:
    row number -> column index -> text.
    """

    encoding: str | None = None
    sheet: str | int | None = None
    delimiter: str | None = None
    date_order: DateOrder | None = None
    decimal: str | None = None
    currency: str | None = None
    score_scale: tuple[Decimal, Decimal] | None = None
    mode: Mode | None = None
    country: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    corrections: Mapping[int, Mapping[int, str]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> ImportSettings:
        """The settings of a JSON object. Raises ``UserError`` for an unknown key or a value that makes no sense."""
        known = {f.name for f in fields(cls)} - {"corrections"}
        read: dict[str, Any] = {}
        for key, value in values.items():
            if key not in known:
                raise UserError(
                    tr("There is no import setting “{key}”.", key=key),
                    tr("Nothing was imported."),
                    tr("The settings are: {names}.", names=", ".join(sorted(known))),
                )
            if value is not None:
                read[key] = _READERS[key](key, value)
        return cls(**read)


def usable_encoding(name: str) -> str | None:
    """Python's name of an encoding that text is saved in, or ``None``."""
    try:
        codec = codecs.lookup(name)
        b"".decode(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if codec.name in _NO_TEXT else codec.name


def _wrong(key: str, value: object, allowed: str) -> UserError:
    return UserError(
        tr("The import setting “{key}” cannot be {value}.", key=key, value=repr(value)[:80]),
        tr("Nothing was imported."),
        tr("It can be: {allowed}.", allowed=allowed),
    )


def _encoding(key: str, value: object) -> str:
    name = usable_encoding(value) if isinstance(value, str) else None
    if name is None:
        raise _wrong(key, value, "utf-8, utf-16, cp1250, cp1251, cp1252, cp1253, iso8859-7 …")
    return name


def _sheet(key: str, value: object) -> str | int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return value
    if isinstance(value, str) and value:
        return value
    raise _wrong(key, value, '"Orders" 1 2 …')


def _delimiter(key: str, value: object) -> str:
    if not isinstance(value, str) or len(value) != 1 or value not in DELIMITERS:
        raise _wrong(key, value, '"," ";" "\\t" "|"')
    return value


def _date_order(key: str, value: object) -> DateOrder:
    try:
        return DateOrder(str(value).upper())
    except ValueError:
        raise _wrong(key, value, '"DMY" "MDY" "YMD"') from None


def _decimal(key: str, value: object) -> str:
    if value not in (".", ","):
        raise _wrong(key, value, '"." ","')
    return str(value)


def _currency(key: str, value: object) -> str:
    try:
        return currency_of(str(value))
    except UnreadableError:
        raise _wrong(key, value, '"EUR" "NOK" "RSD" "UAH" …') from None


def _scale(key: str, value: object) -> tuple[Decimal, Decimal]:
    allowed = "[0, 10] [1, 5] [0, 100] …"
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise _wrong(key, value, allowed)
    if not all(isinstance(end, int | float) and -1_000 <= end <= 1_000 for end in value):
        raise _wrong(key, value, allowed)
    low, high = (Decimal(str(end)) for end in value)
    if low >= high:
        raise _wrong(key, value, allowed)
    return low, high


def _mode(key: str, value: object) -> Mode:
    try:
        return Mode(str(value))
    except ValueError:
        raise _wrong(key, value, '"create" "update" "both"') from None


def _country(key: str, value: object) -> str:
    # Late: the package of all numbering plans is not needed to start.
    from crm_desktop.services.importing.phones import AS_TYPED, region_codes

    if value == AS_TYPED or (isinstance(value, str) and value.upper() in region_codes()):
        return str(value).upper()
    raise _wrong(key, value, '"SI" "GR" "NO" "UA" "RS" …, ""')


def _mapping(key: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str | None) for v in value.values()):
        raise _wrong(key, value, '{"Kupac": "account", "Iznos": "amount", "Napomena": ""}')
    return {str(header): target or "" for header, target in value.items()}


_READERS: dict[str, Callable[[str, object], Any]] = {
    "encoding": _encoding,
    "sheet": _sheet,
    "delimiter": _delimiter,
    "date_order": _date_order,
    "decimal": _decimal,
    "currency": _currency,
    "score_scale": _scale,
    "mode": _mode,
    "country": _country,
    "mapping": _mapping,
}
