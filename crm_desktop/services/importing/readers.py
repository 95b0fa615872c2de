"""What reads the cells of each field into the values that the tables hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from crm_desktop.domain.contact_points import first_point
from crm_desktop.domain.parsing import Fault, UnreadableError, clean_text, parse_minutes, parse_score, parse_yes_no
from crm_desktop.domain.parsing_amounts import currency_of, parse_amount, parse_plain_amounts, written_currencies
from crm_desktop.domain.parsing_dates import parse_day
from crm_desktop.domain.parsing_scores import PERCENT, parse_told_score
from crm_desktop.i18n import currency_exponent
from crm_desktop.services.importing import vocabulary
from crm_desktop.services.importing.cells import Exact, Faulty
from crm_desktop.services.importing.columns import Formats
from crm_desktop.services.importing.identifying import parse_id
from crm_desktop.services.importing.kinds import OPEN, Field
from crm_desktop.services.importing.matching import AccountBook, checked_name
from crm_desktop.services.importing.settings import ImportSettings

Read = Callable[[str], Any]

NOT_DONE = -1
"""In the place of the day a task was done: it is still to be done."""

_MOST_REMEMBERED = 50_000
_LONGEST_REMEMBERED = 200


class _Remembered(dict[str, Any]):
    """What cells mean, each text read once; bad ones are read again each time, they are few."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Any:
        value = self._read(text)
        if len(self) < _MOST_REMEMBERED and len(text) <= _LONGEST_REMEMBERED:
            self[text] = value
        return value


class Amounts(dict[str, Callable[[str], tuple[int, str]]]):
    """By currency (empty: none told in the row) what reads an amount: into minor units and the currency's code."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.assumed = False
        """An amount was taken to be in the workspace's currency though nothing said so."""

    def __missing__(self, told: str) -> Callable[[str], tuple[int, str]]:
        decimal, currency = self._formats.decimal, told or self._formats.currency
        certain = bool(told) or self._formats.certain
        exponent = currency_exponent(currency)

        def read(text: str) -> tuple[int, str]:
            if not text or text.isspace():
                raise UnreadableError(Fault.MISSING)
            if not certain:
                written = written_currencies(text)
                if len(written) == 1:
                    return self[written[0]](text)
                self.assumed = True
            mark = "." if type(text) is Exact else decimal
            return (
                parse_amount(text, decimal=mark, currency=currency, certain=certain, exponent=exponent),
                currency,
            )

        self[told] = read
        return read

    def plain(self, told: str, texts: Sequence[str]) -> tuple[list[int], str] | None:
        """What all these amounts are, when they are nothing but digits and a mark; else ``None``."""
        currency = told or self._formats.currency
        minor = parse_plain_amounts(texts, decimal=self._formats.decimal, exponent=currency_exponent(currency))
        if minor is not None and not (told or self._formats.certain):
            self.assumed = True
        return None if minor is None else (minor, currency)


class _ByType(dict[type[str], Read]):
    """What reads cells by what they are: a column holds mostly one kind."""

    def __call__(self, text: str) -> Any:
        return self[type(text)](text)


def typed_reader(field: Field, formats: Formats, settings: ImportSettings, book: AccountBook) -> Read:
    """What reads the cells of a workbook: text as in any file, numbers and days as they are, no failed formula."""
    exact = reader(field, formats, replace(settings, decimal="."), book)
    return _ByType({str: reader(field, formats, settings, book), Exact: exact, Faulty: _no_result})


def _no_result(text: str) -> Any:
    raise UnreadableError(Fault.NO_RESULT)


def read_column(read: Read, cells: Sequence[str]) -> Sequence[Any]:
    """What all these cells mean. Raises ``UnreadableError`` when any cannot be read."""
    if isinstance(read, _ByType):
        kinds = set(map(type, cells))
        if len(kinds) == 1:
            return read_column(read[kinds.pop()], cells)
    return cells if read is _as_it_is else list(map(read, cells))


def reader(field: Field, formats: Formats, settings: ImportSettings, book: AccountBook) -> Read:
    """What reads the cells of a field. It raises ``UnreadableError``; an amount is read later, by ``Amounts``."""
    if field.reads in ("text", "label"):
        longest = field.longest
        read: Read = lambda text: clean_text(text, longest) if text else text  # noqa: E731 - called for every cell
        return read if field.reads == "text" else _remember(read)
    if field.reads.endswith("day"):
        order = formats.orders.get(field.name)
        return _remember(_or_nothing(lambda text: parse_day(text, order), field))
    if field.reads == "score":
        return _remember(_or_nothing(_score_reader(formats, settings), field))
    if field.reads == "email":
        longest = field.longest
        return lambda text: first_point(clean_text(text, longest)) if text else text
    if field.reads == "phone":
        phone = formats.phones.read if formats.phones is not None else _as_it_is
        longest = field.longest
        return lambda text: phone(clean_text(text, longest)) if text else text
    readers: dict[str, Read] = {
        "account": book.__getitem__,
        "optional account": lambda text: book[text] if text.strip() else None,
        "id": parse_id,
        "name": checked_name,
        "optional name": _remember(lambda text: checked_name(text) if text.strip() else ""),
        "amount": _as_it_is,
        "currency": _remember(lambda text: currency_of(text) if text.strip() else ""),
        "yes or no": _remember(lambda text: int(parse_yes_no(text))),
        "task": _remember(_task),
        "minutes": _remember(_or_nothing(parse_minutes, field)),
        "interaction kind": _remember(vocabulary.interaction_kind),
        "direction": _remember(vocabulary.direction),
        "tier": _remember(vocabulary.tier),
        "tags": _remember(_tags),
    }
    return readers[field.reads]


def _score_reader(formats: Formats, settings: ImportSettings) -> Read:
    """What reads a rating: with a scale told only numbers on it, else also what says by itself what it means."""
    decimal, told, (low, high) = settings.decimal, settings.score_scale, formats.scale

    def read(text: str) -> float:
        if told == PERCENT:
            text = text.rstrip().removesuffix("%").rstrip()
        score = None if told else parse_told_score(text)
        return parse_score(text, decimal=decimal, low=low, high=high) if score is None else score

    return read


def _as_it_is(text: str) -> str:
    return text


def _remember(read: Read) -> Read:
    return _Remembered(read).__getitem__


def _or_nothing(read: Read, field: Field) -> Read:
    """Reads an empty cell as nothing, where nothing is allowed."""

    def either(text: str) -> Any:
        if text.strip():
            return read(text)
        if field.required:
            raise UnreadableError(Fault.MISSING)
        return None

    return either


def _task(text: str) -> int | None:
    """The day a task was done, ``NOT_DONE``, or nothing where the row is no task."""
    word = text.strip()
    if not word or word == OPEN:
        return NOT_DONE if word else None
    return parse_day(word, None)


def _tags(text: str) -> str:
    """Words parted by commas or semicolons, as the JSON list that the table holds."""
    words = [word.strip() for word in clean_text(text, 2_000).replace(";", ",").split(",")]
    return json.dumps(list(dict.fromkeys(word for word in words if word)), ensure_ascii=False)
