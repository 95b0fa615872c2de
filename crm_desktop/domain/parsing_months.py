"""Reads days whose month is a word, "3 Jan 2026" or "12. березня 2026 р.", in the languages of the product."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from crm_desktop.domain.entry.words import LANGUAGES
from crm_desktop.domain.folding import fold, spellings

# German is in no list of the one-line entry, but in many files.
_GERMAN_MONTHS = (
    "januar, jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "dezember",
)  # fmt: skip
_GERMAN_WEEKDAYS = (
    "mo, montag", "di, dienstag", "mi, mittwoch", "do, donnerstag", "fr, freitag", "sa, samstag, sonnabend",
    "so, sonntag",
)  # fmt: skip
_SHORTEST = 3
_WEEKDAY = re.compile(r"([^\W\d_]+(?:['ʼ][^\W\d_]+)?)\.?,?\s+(?=\S)")
_BETWEEN = r"[\s./-]{1,3}"
_WORD = r"([^\W\d_]{3,12})\.?"
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?\.?"
_NAMED = re.compile(
    rf"{_DAY}(?:\s+of)?(?:{_BETWEEN})?{_WORD},?{_BETWEEN}([0-9]{{4}}|[0-9]{{2}})\.?(?:\s*(?:p|р|g|г)\.)?"
)
_MONTH_FIRST = re.compile(rf"{_WORD}{_BETWEEN}{_DAY},?\s+([0-9]{{4}})")


@cache
def _months() -> dict[str, int]:
    """Every way to begin the name of a month with three letters or more, but for those that begin two ("Ιου")."""
    lists = (*(said["months"] for said in LANGUAGES.values()), _GERMAN_MONTHS)
    meant: dict[str, set[int]] = defaultdict(set)
    for months in lists:
        for number, forms in enumerate(months, 1):
            for word in _spelt(forms):
                for length in range(min(_SHORTEST, len(word)), len(word) + 1):
                    meant[word[:length]].add(number)
    return {word: min(numbers) for word, numbers in meant.items() if len(numbers) == 1}


@cache
def _weekdays() -> frozenset[str]:
    lists = (*(said["weekdays"] for said in LANGUAGES.values()), _GERMAN_WEEKDAYS)
    return frozenset(word for weekdays in lists for forms in weekdays for word in _spelt(forms))


def _spelt(forms: str) -> list[str]:
    """The folded forms, in Latin letters too: Serbian is written in both."""
    return [spelling for form in forms.split(",") for spelling in spellings(fold(form))]


def without_weekday(text: str) -> str:
    """The text without the name of a day of the week before it."""
    found = _WEEKDAY.match(text)
    known = found is not None and fold(found.group(1)) in _weekdays()
    return text[found.end() :] if found is not None and known else text


def named_parts(text: str, time: str) -> tuple[str, str, str] | None:
    """Year, month and day of a date with the name of its month, all as digits; ``None`` when it is none.

    ``time``: the pattern of a time that may follow, and tells nothing.
    """
    text = re.sub(rf"(?:T|,?\s{{1,3}}){time}(?:\s\([A-Z]{{2,5}}\))?$", "", text)
    if found := _NAMED.fullmatch(text):
        day, word, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        word, day, year = found.groups()
    else:
        return None
    month = _months().get(fold(word))
    return None if month is None else (year, str(month), day)
